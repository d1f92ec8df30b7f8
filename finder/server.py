"""The production server: gunicorn, with the application loaded once before its workers fork."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from itertools import count
from threading import Event, Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from finder.compression import THOROUGH
from finder.log_lines import begin as begin_log
from finder.next_minute import advance
from finder.patience import Worker
from finder.watching import watch

# What is asked for first should not wait for the pages' files to be made small.
_COMPRESS_AFTER_S = 2


# gunicorn has no types, so that its class is Any to the checker.
class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn without its own command line.

    Args:
        ready: called before the application is loaded.
    """

    def __init__(self, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self._ready = ready
        self._own = {
            "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
            "workers": workers,
            "worker_class": Worker,
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            # Else whoever comes through this machine says by a header what the address begins with
            # and that it is https. `FINDER_PROXIES` says who is believed.
            "forwarded_allow_ips": "",
            "pre_fork": _give_place,
            "post_worker_init": _begin,
            "child_exit": _leave_place,
            # Written by `finder.log_lines`.
            "errorlog": None,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._own.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        self._ready()
        found = import_app("finder:create_app()")
        # Where a process has the file open before it is forked, SQLite takes its locks for those of
        # the workers too, and these lock nothing.
        found.extensions["finder"].close()
        # What is there before the fork is there for good: never looked through, never copied.
        gc.collect()
        gc.freeze()
        return found


def _give_place(server: Any, worker: Any) -> None:
    """Give a worker that is about to be forked the first place to count in that nobody has."""
    taken = {one.place for one in server.WORKERS.values()}
    worker.place = next(place for place in count() if place not in taken)


def _leave_place(server: Any, worker: Any) -> None:
    server.app.wsgi().extensions["finder"].counts.leave_place(worker.place)


def _begin(worker: Any) -> None:
    """Start a worker's threads; they do not outlive the fork."""
    held = worker.wsgi.extensions["finder"]
    held.counts.take_place(worker.place, os.getpid())
    own = held.settings
    arguments = (own.database_path, own.csv_path, held.clock, Event(), own.shared, held.note)
    Thread(target=watch, args=arguments, name="watch", daemon=True).start()
    Thread(target=advance, args=(held, Event()), name="advance", daemon=True).start()
    Thread(target=_compress, args=(held.assets.values(),), name="compress", daemon=True).start()


def _compress(assets: Any) -> None:
    """Make the static files small before many ask for them."""
    Event().wait(_COMPRESS_AFTER_S)
    for one in assets:
        for coding in THOROUGH:
            one.body.coded(coding)


def serve(host: str, port: int, workers: int, ready: Callable[[], None], log: str = "") -> None:
    """Serve until told to stop; the settings come from the environment.

    Args:
        ready: returns when nothing is being made any more that the application will look for.
        log: how requests are written down, as in `Settings`.
    """
    begin_log(log)
    Server(host, port, workers, ready).run()
