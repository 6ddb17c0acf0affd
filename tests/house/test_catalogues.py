"""Everything that is said is said in Albanian too."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.utils.translation import gettext, override

from tools import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _all() -> list[tuple[Path, Message]]:
    found = []
    for room in messages.rooms():
        path = messages.catalogue(room, "sq")
        found += [(path, message) for message in messages.read(path, "sq") if message.id]
    return found


def test_no_string_is_untranslated() -> None:
    assert not messages.missing(), "run `make messages`, then translate:\n" + "\n".join(messages.missing())


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
