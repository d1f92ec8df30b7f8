"""The production server: gunicorn, with the application loaded once before its workers fork."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from finder.following import watch


# gunicorn has no types, so that its class is Any to the checker.
class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn without its own command line."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self._own = {
            "bind": [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"],
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _watch,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._own.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return import_app("finder:create_app()")


def _watch(worker: Any) -> None:
    """Follow the CSV file on disk in a worker; threads do not outlive the fork."""
    held = worker.wsgi.extensions["finder"]
    arguments = (held.settings.database_path, held.settings.csv_path, held.clock, Event())
    Thread(target=watch, args=arguments, name="watch", daemon=True).start()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop; the settings come from the environment."""
    Server(host, port, workers).run()
