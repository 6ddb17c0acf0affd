"""What is public is documented: addresses, commands, settings, licences."""

import re
from pathlib import Path

import pytest

from tools import reference

ROOT = Path(__file__).resolve().parents[2]
ENV = ROOT / "src" / "firstdoor" / "config" / "env.py"


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_the_reference_says_what_the_code_does(page: str) -> None:
    written = (reference.FOLDER / page).read_text("utf-8")
    assert written == reference.PAGES[page](), f"docs/reference/{page} is behind the code: run `make docs`"


def test_each_address_says_what_it_is() -> None:
    own = [(path, name, words) for path, name, words in reference.routes() if not path.startswith("/static/")]
    silent = [path for path, _name, words in own if not words]
    assert own
    assert not silent, f"views without a docstring: {silent}"


def test_each_setting_is_documented() -> None:
    settings = set(re.findall(r'"(FIRSTDOOR_[A-Z_]+)"', ENV.read_text("utf-8")))
    page = (ROOT / "docs" / "administration.md").read_text("utf-8")
    assert settings
    assert not {name for name in settings if f"`{name}`" not in page}


def test_no_setting_is_read_elsewhere() -> None:
    package = ROOT / "src" / "firstdoor"
    readers = [
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if re.search(r"os\.environ|os\.getenv", path.read_text("utf-8")) and path != ENV
    ]
    assert set(readers) <= {"cli.py", "config/wsgi.py", "commands/serve.py"}, readers


def test_each_licence_goes_with_ours() -> None:
    found = reference.python_licences() | reference.npm_licences()
    assert not {name: words for name, words in found.items() if not reference.allowed(words)}


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("GPL-2.0-only OR MIT", True),
        ("MIT AND Proprietary", False),
        ("", False),
        ("AGPL-3.0-only", False),
    ],
)
def test_licence_expressions(expression: str, fits: bool) -> None:
    assert reference.allowed(expression) is fits
