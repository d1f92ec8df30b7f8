"""The production server: gunicorn, with the application loaded once before its workers fork."""

from __future__ import annotations

import gc
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from finder.compression import THOROUGH
from finder.next_minute import advance
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
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _begin,
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


def _begin(worker: Any) -> None:
    """Start a worker's threads; they do not outlive the fork."""
    held = worker.wsgi.extensions["finder"]
    chosen = held.settings
    arguments = (chosen.database_path, chosen.csv_path, held.clock, Event(), chosen.shared)
    Thread(target=watch, args=arguments, name="watch", daemon=True).start()
    Thread(target=advance, args=(held, Event()), name="advance", daemon=True).start()
    Thread(target=_compress, args=(held.assets.values(),), name="compress", daemon=True).start()


def _compress(assets: Any) -> None:
    """Make the static files small before many ask for them."""
    Event().wait(_COMPRESS_AFTER_S)
    for one in assets:
        for coding in THOROUGH:
            one.body.coded(coding)


def serve(host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop; the settings come from the environment.

    Args:
        ready: returns when nothing is being made any more that the application will look for.
    """
    Server(host, port, workers, ready).run()
