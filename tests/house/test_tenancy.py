"""Every query on a tenant table names its municipality: by `objects.of(…)`, in a subquery as a keyword, by hand in SQL."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from firstdoor.core.tenancy import TenantBase

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "firstdoor"
TENANTS = {model.__name__ for model in apps.get_models() if issubclass(model, TenantBase)}
# These write rows that carry their municipality themselves.
WRITES = {"create", "bulk_create", "bulk_update"}
NAMES = {"municipality", "municipality_id", "municipality__in"}
# A file (and the tables) that looks across municipalities by design, and why.
ACROSS = {
    ("listen/selectors/thread.py", "Voice"): "who comes with a code doesn't know the municipality",
    ("listen/services/answers.py", "Delivery"): "a letter that was sent knows only what it was about",
    ("places/selectors/units.py", "Unit"): "a unit is looked for by name in the whole country",
    ("places/selectors/units.py", "UnitCell"): "a point finds out whose it is",
    ("places/services/albania.py", "UnitCell"): "ground that others hold stays theirs",
    ("places/services/cells.py", "UnitCell"): "ground moves between neighbours",
}


def _first_words(source: str):
    """(model, first method after objects, line) of each call that doesn't name the municipality itself."""
    tree = ast.parse(source)
    texts = {
        target.id: node.value for node in tree.body if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rows_of":
            model, rest = node.args[:2]
            if "t.municipality_id = %s" not in _text(rest, texts) and model.id in TENANTS:
                yield model.id, "rows_of", node.lineno
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        manager = node.func.value
        if not (isinstance(manager, ast.Attribute) and manager.attr == "objects"):
            continue
        if NAMES & {keyword.arg for keyword in node.keywords}:
            continue
        if isinstance(manager.value, ast.Name) and manager.value.id in TENANTS:
            yield manager.value.id, node.func.attr, node.lineno


def _text(node, texts):
    """A statement written out, or kept under a name, with or without places put into it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if isinstance(node, ast.Name):
        node = texts.get(node.id, node)
    return node.value if isinstance(node, ast.Constant) else ""


def _strangers(path: Path):
    name = path.relative_to(PACKAGE).as_posix()
    return [
        f"{name}:{line} {model}.objects.{word}"
        for model, word, line in _first_words(path.read_text("utf-8"))
        if word != "of" and word not in WRITES and (name, model) not in ACROSS
    ]


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_there_are_tenant_tables():
    assert {"Unit", "Holiday", "Rule"} <= TENANTS


def test_the_look_notices_what_it_is_for():
    code = """
Voice.objects.filter(pk=1)
Voice.objects.of(m).get(pk=1)
Voice.objects.filter(municipality=m)
Other.objects.all()
_HERE = "WHERE t.municipality_id = %s AND t.id IN ({})"
rows_of(Voice, "WHERE t.id = %s", [])
rows_of(Voice, _HERE.format("%s"), [])
rows_of(Voice, _HERE, [])
rows_of(Voice, elsewhere, [])
"""
    assert sorted(_first_words(code)) == [
        ("Voice", "filter", 2), ("Voice", "of", 3), ("Voice", "rows_of", 7), ("Voice", "rows_of", 10),
    ]  # fmt: skip


def test_every_query_names_its_municipality():
    strangers = [each for path in FILES for each in _strangers(path)]
    assert not strangers, "\n".join(strangers)


@pytest.mark.parametrize(("file", "model"), sorted(ACROSS))
def test_each_exception_is_still_needed(file, model):
    words = {word for found, word, _line in _first_words((PACKAGE / file).read_text("utf-8")) if found == model}
    assert words - {"of"} - WRITES
