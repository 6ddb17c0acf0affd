"""The product as it really runs: `firstdoor serve` on a copy of the sample municipality.

For journeys, screenshots and benchmarks; an installation of its own each, in a folder that the caller throws away.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FIRSTDOOR = Path(sys.executable).with_name("firstdoor")


class DidNotStart(Exception):
    """The installation could not be made or served; the message is what it said."""


@dataclass(frozen=True)
class Site:
    """An installation, running or not."""

    url: str
    data: Path
    env: dict[str, str]

    def firstdoor(self, *arguments: str) -> str:
        """Run a command on this installation; its standard output. Fails with what the command said."""
        done = subprocess.run([FIRSTDOOR, *arguments], env=self.env, capture_output=True, text=True, cwd=self.data)
        assert done.returncode == 0, done.stderr
        return done.stdout


def environ(data: Path, **settings: str) -> dict[str, str]:
    """The environment of an installation in `data`, with nothing of the tests' own settings in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FIRSTDOOR_", "DJANGO_"))}
    return {**kept, "FIRSTDOOR_DATA": str(data), "FIRSTDOOR_KEYS": f"{data}-keys", "FIRSTDOOR_DEMO": "1", **settings}


def load_demo(data: Path, **settings: str) -> None:
    """Make an installation with the sample municipality in `data` and its keys beside it. Raises DidNotStart."""
    for command in (["migrate"], ["demo", "load"]):
        done = subprocess.run([FIRSTDOOR, *command], env=environ(data, **settings), capture_output=True, text=True)
        if done.returncode:
            raise DidNotStart(f"firstdoor {' '.join(command)}: {done.stderr[-3000:]}")


def copy(source: Path, target: Path) -> None:
    """Copy an installation that nobody is using, with its keys."""
    shutil.copytree(source, target)
    shutil.copytree(f"{source}-keys", f"{target}-keys")


@contextmanager
def serving(data: Path, *, workers: int = 1, **settings: str) -> Iterator[Site]:
    """The production server on the installation in `data`, on a free port. Raises DidNotStart."""
    env = environ(data, **settings)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = data.with_name(f"{data.name}.log")
    with log.open("w+b") as output:
        command = [FIRSTDOOR, "serve", "--port", str(port), "--workers", str(workers)]
        server = subprocess.Popen(command, env=env, stdout=output, stderr=output, start_new_session=True)
        try:
            _wait(server, f"{url}/healthz", log)
            yield Site(url, data, env)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise DidNotStart(f"the server did not come up:\n{log.read_text()[-3000:]}") from error
            time.sleep(0.1)
