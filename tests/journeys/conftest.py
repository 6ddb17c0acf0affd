"""A browser for the journeys, and the product as it really runs: `firstdoor serve` on a copy of the sample data."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser as browsers
from tests import site as sites

# Playwright runs an event loop in this thread, which makes Django believe that its queries stand in async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# As patient as with a click: on a busy machine a page may take longer than Playwright's five seconds.
expect.set_options(timeout=15_000)


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


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample municipality, loaded once for the whole run; copied, never served."""
    data = tmp_path_factory.mktemp("demo") / "data"
    sites.load_demo(data)
    return data


@pytest.fixture(scope="module")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """The production server on a fresh copy of the sample municipality, one for each file of journeys."""
    data = tmp_path_factory.mktemp("site") / "data"
    sites.copy(demo_folder, data)
    with sites.serving(data) as running:
        yield running
