"""Pages of the documentation lead somewhere, and each is found: links to files and headings, commands of make."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def _broken(page: Path) -> list[str]:
    wrong = []
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (heading and heading not in _headings(target)):
            wrong.append(link)
    return wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert not _broken(page)


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Here\n\n[good](#here) [bad](#there) [gone](gone.md) [far](https://example.org)\n", "utf-8")
    assert _broken(page) == ["#there", "gone.md"]


def test_an_example_of_pytest_finds_tests() -> None:
    """Who follows a page for the first time has no way of telling that the folder is another one now."""
    examples = {
        (where, words)
        for page in PAGES
        for where, _more, words in re.findall(
            r"\.venv/bin/pytest (tests/[\w./]+)( -k (?=\w))?(\w*)", page.read_text("utf-8")
        )
    }
    assert len(examples) > 1
    for where, words in examples:
        files = [ROOT / where] if where.endswith(".py") else (ROOT / where).rglob("test_*.py")
        named = [one for file in files if file.exists() for one in (file.name, *TEST.findall(file.read_text("utf-8")))]
        assert any(words in one for one in named), (where, words)


def test_each_page_can_be_reached() -> None:
    """From docs/README.md, by links alone: a page that nobody finds does not help."""
    found, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in found or page.suffix != ".md":
            continue
        found.add(page)
        links = (link.partition("#")[0] for link in LINK.findall(page.read_text("utf-8")) if "://" not in link)
        waiting += [(page.parent / link).resolve() for link in links if link]
    lost = sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md") if page not in found)
    assert not lost, f"no page leads to {lost}: link it from docs/README.md"


def test_every_make_command_of_the_docs_is_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert named
    assert not {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)}
