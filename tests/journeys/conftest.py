"""A browser for the journeys, and the product as it really runs: `firstdoor serve` on a copy of the sample data."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import browser as browsers

ROOT = Path(__file__).resolve().parents[2]
FIRSTDOOR = Path(sys.executable).with_name("firstdoor")

# Playwright runs an event loop in this thread, which makes Django believe that its queries stand in async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a journey: another database has nothing new to say about it."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("journey")
            if os.environ.get("FIRSTDOOR_TEST_DB") == "postgresql":
                item.add_marker(pytest.mark.skip(reason="journeys run on SQLite only"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run; skipped with a sentence where there is none."""
    try:
        with browsers.launched() as running:
            yield running
    except browsers.NoBrowser as missing:
        pytest.skip(str(missing))


@pytest.fixture
def page_for(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`page_for(lang="sq", width=360, dark=False, js=True)`: a visitor of her own, with her own cookies.

    The test fails at its end when a page had a script error, content refused by the policy or an answer of 5xx.
    """
    watch = browsers.Watch()
    contexts = []

    def visit(lang: str = "sq", width: int = 360, dark: bool = False, js: bool = True, **options: object) -> Page:
        context = browser.new_context(
            locale={"sq": "sq-AL", "en": "en-GB"}[lang],
            viewport={"width": width, "height": 740 if width < 800 else 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            timezone_id="Europe/Tirane",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        watch.on(context)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
    watch.check()


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    data: Path
    env: dict[str, str]

    def firstdoor(self, *arguments: str) -> str:
        """Run a command on this installation; its standard output."""
        done = subprocess.run([FIRSTDOOR, *arguments], env=self.env, capture_output=True, text=True, cwd=self.data)
        assert done.returncode == 0, done.stderr
        return done.stdout


def _env(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FIRSTDOOR_", "DJANGO_"))}
    return {**kept, "FIRSTDOOR_DATA": str(data), "FIRSTDOOR_KEYS": f"{data}-keys", "FIRSTDOOR_DEMO": "1"}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample municipality, loaded once for the whole run; copied, never served."""
    data = tmp_path_factory.mktemp("demo") / "data"
    for command in (["migrate"], ["demo", "load"]):
        done = subprocess.run([FIRSTDOOR, *command], env=_env(data), capture_output=True, text=True)
        assert done.returncode == 0, f"firstdoor {' '.join(command)}: {done.stderr[-3000:]}"
    return data


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The production server on a fresh copy of the sample municipality, one for each file of journeys."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(demo_folder, data)
    shutil.copytree(f"{demo_folder}-keys", f"{data}-keys")
    env = _env(data)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with (data.parent / "log").open("w+b") as log:
        command = [FIRSTDOOR, "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(server, f"{url}/healthz", data.parent / "log")
            yield Site(url, data, env)
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 40
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not come up:\n{log.read_text()[-3000:]}")
            time.sleep(0.1)
