"""`firstdoor serve`: the production server (gunicorn, threads) and its worker, started and ended together."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings

from firstdoor.commands import Refused
from firstdoor.commands.check import is_local, troubles

THREADS = 4
MOST_WORKERS = 64


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and how many worker processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="port (default 8000)")
    parser.add_argument("--workers", type=_workers, default=2, help="server processes of 4 threads each (default 2)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises Refused when the configuration or the port does not allow it."""
    for trouble in troubles():
        raise Refused(trouble)
    if settings.DEMO and not is_local(options.host):
        raise Refused("FIRSTDOOR_DEMO=1 is for this machine only: --host must be 127.0.0.1 or localhost.")
    door = opened(options.host, options.port)
    environ = dict(os.environ)
    name = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{name}:{options.port}"
    environ.setdefault("FIRSTDOOR_PUBLIC_URL", address)
    server = [
        sys.executable, "-m", "gunicorn", "firstdoor.config.wsgi:application", "--bind", f"fd://{door.fileno()}",
        "--workers", str(options.workers), "--threads", str(THREADS),
        "--worker-class", "gthread", "--keep-alive", "15", "--graceful-timeout", "20", "--timeout", "60",
        "--max-requests", "20000", "--max-requests-jitter", "2000", "--log-level", "warning", "--no-control-socket",
        "--preload",  # pages are loaded once, before the first visitor, not by each process at its first
    ]  # fmt: skip
    worker = [sys.executable, "-m", "firstdoor.cli", "worker"]
    if settings.DEMO:
        _greet(address)
    return _keep(server, worker, environ, door)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; ports go from 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r}: give a number from 1 to {MOST_WORKERS}")
    return int(text)


def opened(host: str, port: int) -> socket.socket:
    """The port, held from here on: of two servers started at one moment the second is refused before it says that it
    is open. Who comes while the pages are loaded waits. Raises Refused."""
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen()
    except OSError as wrong:
        door.close()
        raise Refused(
            f"port {port} on {host} is taken or not allowed. End the program that uses it, or choose another: "
            f"--port {port + 1}"
        ) from wrong
    return door


def _keep(server: list[str], worker: list[str], environ: dict[str, str], door: socket.socket) -> int:
    """Run both; a worker that dies is started again, a server that dies ends everything."""
    serving = subprocess.Popen(server, env=environ, pass_fds=[door.fileno()])
    door.close()  # the server holds it now, and with it the port is free again
    working = subprocess.Popen(worker, env=environ)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for process in (serving, working):
            if process.poll() is None:
                process.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    ending = False
    while serving.poll() is None:
        time.sleep(0.3)
        if working.poll() is not None and not ending:
            if working.returncode in {0, -signal.SIGTERM}:
                ending = True
                continue
            time.sleep(2)
            working = subprocess.Popen(worker, env=environ)
    end(0, None)
    working.wait(timeout=30)
    return 0 if serving.returncode in {0, -signal.SIGTERM} else 1


def _greet(address: str) -> None:
    lines = [
        "",
        "  Firstdoor is open.",
        f"    the door            {address}/",
        f"    the desk            {address}/sq/desk/",
        f"    everybody's letters {address}/_mail   (sign-in codes arrive here)",
        "    sign in as          one of the addresses listed on /_mail",
        "",
    ]
    print("\n".join(lines), flush=True)
