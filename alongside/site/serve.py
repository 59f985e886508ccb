"""Serving pages: gunicorn with threads, one process on SQLite, several on PostgreSQL."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """Gunicorn started from our own command, so that an installation has one thing to run."""

    def __init__(self, *, bind: str, processes: int, threads: int) -> None:
        self._chosen = {
            "bind": bind,
            "workers": processes,
            "worker_class": "gthread",
            "threads": threads,
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 20,
            "control_socket_disable": True,
            "post_fork": lambda server, worker: connections.close_all(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()


def serve(*, bind: str, processes: int | None = None, threads: int = 8) -> None:
    """Serve until stopped. processes: None takes one on SQLite (its writers wait for each other inside one process)
    and one per processor on PostgreSQL."""
    if processes is None:
        processes = 1 if connection.vendor == "sqlite" else os.cpu_count() or 2
    connections.close_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # where nothing was collected, files come from the source
    Server(bind=bind, processes=processes, threads=threads).run()
