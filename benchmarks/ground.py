"""What benchmarks of pages stand on: an installation in a folder of its own, its production server, and its CPU time."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAPPING = """source = "bench"
language = "en"
[columns]
id = "id"
opened = "opened"
title = "title"
place = "place"
lat = "lat"
lon = "lon"
theme = "theme"
[dates]
format = "%Y-%m-%d %H:%M:%S"
zone = "Europe/Tirane"
[themes]
lighting = "lighting.out"
streets = "streets.pothole"
clean = "clean.waste"
play = "play.playground"
[municipality]
name = "Bench"
time_zone = "Europe/Tirane"
languages = ["en"]
boundary = "points"
"""


def csv_of(reports: int) -> str:
    """A table of so many reports, spread over a year, four themes and some kilometres."""
    lines = ["id,opened,title,place,lat,lon,theme"]
    for n in range(reports):
        day = f"2025-{n % 12 + 1:02}-{n % 28 + 1:02} {n % 24:02}:{n % 60:02}:{n // 7 % 60:02}"
        theme = ("lighting", "streets", "clean", "play")[n % 4]
        point = f"{50.70 + n % 97 * 0.001:.4f},{19.68 + n % 89 * 0.001:.4f}"
        lines.append(f"{n},{day},Report number {n},Street {n % 300},{point},{theme}")
    return "\n".join(lines) + "\n"


@contextmanager
def installation(database: str) -> Iterator[Path]:
    """A migrated, empty installation, the environment of this process pointing at it. Raises SystemExit without
    PostgreSQL when that is asked for."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as tools/run.sh: an installed program is compiled once
    with tempfile.TemporaryDirectory(prefix="fdbench") as folder:
        os.environ.update(
            FIRSTDOOR_DATA=folder, FIRSTDOOR_TRUSTED_PROXIES="1", FIRSTDOOR_ALLOWED_HOSTS="127.0.0.1,testserver"
        )
        os.environ.pop("FIRSTDOOR_DATABASE_URL", None)
        if database == "postgresql":
            sys.path.insert(0, str(ROOT))
            from tests.postgres import NoPostgres, private_postgres

            try:
                url = private_postgres()
            except NoPostgres as why:
                print(f"PostgreSQL: skipped, {why}")
                raise SystemExit(0) from why
            import psycopg

            with psycopg.connect(url.replace("/firstdoor?", "/postgres?"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE firstdoor")
            os.environ["FIRSTDOOR_DATABASE_URL"] = url
        command("migrate")
        yield Path(folder)


def command(*words: str) -> None:
    """Run `firstdoor` there, quietly."""
    subprocess.run([sys.executable, "-m", "firstdoor.cli", *words], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def server(workers: int = 1) -> Iterator[tuple[str, int]]:
    """The production server on loopback: its address and the id of `firstdoor serve`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "firstdoor.cli", "serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(240):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        else:
            raise SystemExit("the server does not answer")
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def cpu(pid: int) -> float:
    """CPU seconds so far of gunicorn and its workers under `firstdoor serve`; its task worker is not counted."""
    total, todo = 0.0, [pid]
    while todo:
        one = todo.pop()
        for child in Path(f"/proc/{one}/task/{one}/children").read_text().split():
            if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
                threads = Path(f"/proc/{child}/task").iterdir()  # they stay as long as the process
                total += sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
                todo.append(int(child))
    return total


class Rounds:
    """What something costs, in rounds: other work on the machine only ever adds to CPU time, so the middle round and
    the least of them are given. `each` is how often it is done in a round."""

    def __init__(self, pid: int, each: int) -> None:
        self.pid, self.each, self.seconds = pid, each, list[float]()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Measure a round."""
        before = cpu(self.pid)
        yield
        self.seconds.append((cpu(self.pid) - before) / self.each)

    def __str__(self) -> str:
        return f"{1000 * statistics.median(self.seconds):.1f} | {1000 * min(self.seconds):.1f}"


def each_database(script: str) -> None:
    """Run a script once for each database, each in a process of its own."""
    for database in ("sqlite", "postgresql"):
        subprocess.run([sys.executable, script, "--on", database], check=True)
