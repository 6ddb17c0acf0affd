"""`firstdoor worker`: letters, scheduled work and tasks, in one process beside the server."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from datetime import datetime
from types import FrameType

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from firstdoor.core import outbox, schedule

_log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--once` does what waits and ends."""
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; what is being done is finished first."""
    if options.once:
        work(timezone.now())
        return 0
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    while not stop.is_set():
        try:
            work(timezone.now())
        except DatabaseError as trouble:
            _log.warning("the database did not answer, trying again: %s", type(trouble).__name__)
        close_old_connections()
        stop.wait(PAUSE)
    return 0


def work(now: datetime) -> None:
    """One round: what waits in the outbox, what is due, what was enqueued."""
    from django_tasks_db.management.commands.db_worker import Worker

    outbox.send_waiting(now=now)
    schedule.reap(now)
    schedule.tick(now)
    Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="firstdoor", excluded_queue_names=[],
    ).run()  # fmt: skip
