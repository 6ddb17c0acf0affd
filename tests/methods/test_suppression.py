"""Small numbers stay hidden, also from those who can subtract."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.methods import suppression
from firstdoor.methods.suppression import suppress

COUNTS = st.lists(st.integers(0, 60), max_size=12)


def test_the_examples_hold():
    assert doctest.testmod(suppression).failed == 0


@given(COUNTS)
def test_no_small_count_is_shown(counts):
    assert all(shown is None or shown == 0 or shown >= 5 for shown in suppress(counts))


@given(COUNTS)
def test_what_is_shown_is_true(counts):
    assert all(shown in {None, count} for shown, count in zip(suppress(counts), counts, strict=True))


@given(COUNTS)
def test_the_total_gives_no_single_hidden_count_away(counts):
    shown = suppress(counts)
    hidden = [count for count, show in zip(counts, shown, strict=True) if show is None]
    others = [count for count, show in zip(counts, shown, strict=True) if show]
    assert not hidden or not others or (len(hidden) >= 2 and sum(hidden) >= 5)


@given(COUNTS)
def test_nothing_is_hidden_without_need(counts):
    if all(count == 0 or count >= 5 for count in counts):
        assert suppress(counts) == counts


@pytest.mark.parametrize(("counts", "threshold"), [([-1], 5), ([1], 0)])
def test_nonsense_is_refused(counts, threshold):
    with pytest.raises(ValueError, match="counts must"):
        suppress(counts, threshold)
