"""Pieces of pages that are kept under what they say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from firstdoor.core import pieces

TEMPLATE = "core/components/error.html"


@pytest.fixture(autouse=True)
def _fresh():
    pieces.values.clear()
    yield
    pieces.values.clear()


def shown(about, words, made):
    def make():
        made.append(words)
        return {"id": "x", "errors": [words]}

    return pieces.piece(TEMPLATE, about, make)


def test_it_is_made_once_for_the_same_values_and_anew_for_others():
    made = []
    first = shown(["a", {"sq": "b"}, datetime(2026, 1, 2, tzinfo=UTC)], "one", made)
    assert "one" in first
    assert shown(["a", {"sq": "b"}, datetime(2026, 1, 2, tzinfo=UTC)], "two", made) == first
    assert "three" in shown(["a", {"sq": "b"}, datetime(2026, 1, 3, tzinfo=UTC)], "three", made)
    assert made == ["one", "three"]


def test_each_language_has_its_own():
    made = []
    with translation.override("en"):
        shown(["a"], "one", made)
    with translation.override("sq"):
        assert "two" in shown(["a"], "two", made)


def test_what_is_not_plain_is_refused():
    with pytest.raises(TypeError, match="not a plain value"):
        shown([object()], "one", [])


def test_what_people_wrote_stays_text():
    assert "<script>" not in shown(["a"], "<script>", [])
