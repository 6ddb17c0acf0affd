"""Everything that is said is said in Albanian too."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils.translation import gettext, override

from tools import messages

SAYING = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _all() -> list[tuple[Path, Message]]:
    found = []
    for room in messages.rooms():
        path = messages.catalogue(room, "sq")
        found += [(path, message) for message in messages.read(path, "sq") if message.id]
    return found


def test_no_string_is_untranslated() -> None:
    assert not messages.missing(), "run `make messages`, then translate:\n" + "\n".join(messages.missing())


def test_no_string_of_the_code_is_missed_by_the_extraction() -> None:
    """What is said inside an f-string is not extracted, and stays English for everybody."""
    known: set[object] = set()
    for _path, message in _all():
        known.update(message.id if isinstance(message.id, tuple) else (message.id,))
    missed = []
    for path in sorted(Path("src/firstdoor").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and call.args and getattr(call.func, "id", "") in SAYING:
                words = call.args[0]
                if isinstance(words, ast.Constant) and words.value not in known:
                    missed.append(f"{path}:{call.lineno}: {words.value}")
    assert not missed


def test_placeholders_survive_translation() -> None:
    for path, message in _all():
        words = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(words[-1]))
        for number, form in enumerate(forms):
            held = set(PLACEHOLDER.findall(form))
            # One of something may be said without its number.
            fits = held == wanted or (len(forms) > 1 and number == 0 and held <= wanted)
            assert fits, f"{path}: {words[0]!r}: {sorted(wanted)} became {sorted(held)}"


def test_the_same_words_are_translated_the_same_way() -> None:
    """All catalogues end in one: with two translations of the same words, chance would decide."""
    seen: dict[object, tuple[Path, object]] = {}
    for path, message in _all():
        key = messages._key(message)
        other = seen.setdefault(key, (path, message.string))
        assert other[1] == message.string, f"{key}: {other[0]} says {other[1]!r}, {path} says {message.string!r}"


def test_catalogues_reach_the_reader() -> None:
    plain = [message for _path, message in _all() if isinstance(message.id, str) and not message.context]
    if not plain:
        pytest.skip("no strings yet")
    with override("sq"):
        assert {message.id: gettext(message.id) for message in plain} == {
            message.id: message.string for message in plain
        }


def test_a_forbidden_word_stays_out() -> None:
    assert not [message.id for _path, message in _all() if "denonc" in str(message.string).lower()]
