"""gunicorn's settings, on a laptop and in a container."""

import os
from pathlib import Path

from jailrecords import environment

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = environment.number("WEB_WORKERS", default=2)
worker_class = "gthread"
threads = environment.number("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 8  # the parent's patience is ten seconds
max_requests, max_requests_jitter = 20_000, 2_000

# The application is loaded once, before any worker: a refusal to start is one
# line and an end.
preload_app = True
# An access log would hold addresses with what was typed; the view history is
# the record.
accesslog = None
control_socket_disable = True  # it would lie in a home directory that may not exist
if Path("/dev/shm").is_dir():  # noqa: S108 - workers' heartbeats, never on a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server) -> None:
    import logging

    from jailrecords import startup

    # Its own lines go through the product's filter: they may quote an address.
    error = logging.getLogger("gunicorn.error")
    error.handlers, error.propagate = [], True
    startup.refuse_unsafe(addresses=server.cfg.bind)
