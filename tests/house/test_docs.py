"""Pages of the documentation lead somewhere: each link and picture inside the repository is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    inside = [link.split("#")[0] for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]
    missing = [link for link in inside if link and not (page.parent / link).exists()]
    assert not missing, missing


def test_every_make_command_of_the_docs_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert named
    assert not {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)}
