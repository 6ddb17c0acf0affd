"""The house keeps its shape: short files, closed rooms, one licence."""

import re
from pathlib import Path

import grimp
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "firstdoor"
ROOMS = ("places", "people", "listen", "understand", "decide", "deliver", "crisis", "exchange")
# What of a room others may import: its verbs and questions, and few nouns that all speak of.
DOORS = {"services", "selectors"}
NOUNS = {"places": {"tenant", "grid"}, "people": {"lanes"}}


def _sources() -> list[Path]:
    folders = ("src", "tests", "tools", "benchmarks")
    return [path for name in folders for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts]


def test_files_stay_short() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in _sources()}
    assert not {path: lines for path, lines in long.items() if lines > 400}


def test_nothing_is_put_off() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX)\b")
    own = Path(__file__)
    assert not [str(path) for path in _sources() if path != own and mark.search(path.read_text("utf-8"))]


def test_no_merge_was_left_half_done() -> None:
    mark = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)
    folders = ("src", "tests", "docs", "tools", "frontend/src")
    kinds = {".py", ".html", ".txt", ".po", ".md", ".css", ".ts", ".toml", ".typ"}
    files = [path for name in folders for path in (ROOT / name).rglob("*") if path.suffix in kinds]
    assert not [str(path) for path in files if mark.search(path.read_text("utf-8"))]


def test_rooms_are_entered_by_their_doors() -> None:
    graph = grimp.build_graph("firstdoor", exclude_type_checking_imports=True, cache_dir=None)
    wrong = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            parts = imported.split(".")
            if len(parts) < 2 or parts[1] not in ROOMS or importer.split(".")[1:2] == parts[1:2]:
                continue
            if len(parts) < 3 or parts[2] not in DOORS | NOUNS.get(parts[1], set()):
                wrong.append(f"{importer} imports {imported}")
    assert not wrong, "\n".join(sorted(wrong))


def test_each_room_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs()}
    rooms = {name for name in ROOMS if (PACKAGE / name / "__init__.py").exists()}
    assert {f"firstdoor.{name}" for name in rooms} <= installed


def test_the_licence_is_said_in_both_places() -> None:
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
