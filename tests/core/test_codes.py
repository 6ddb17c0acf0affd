"""Receipt codes: what is forgiven, and that every slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.core import codes

DATA = st.integers(min_value=7, max_value=7) | st.integers(min_value=11, max_value=11)
SIGNS = st.sampled_from(codes.ALPHABET)


@st.composite
def whole_codes(draw):
    data = "".join(draw(st.lists(SIGNS, min_size=(n := draw(DATA)), max_size=n)))
    return data + codes.check_character(data)


@given(whole_codes())
def test_a_code_survives_how_people_type_it(code):
    typed = codes.grouped(code).lower().replace("-", " - ").replace("0", "o").replace("1", "l")
    assert codes.normalise(typed) == code


@given(whole_codes(), st.data())
def test_every_single_wrong_sign_is_noticed(code, data):
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(SIGNS.filter(lambda sign: sign != code[place]))
    with pytest.raises(codes.NotACode, match="check"):
        codes.normalise(code[:place] + wrong + code[place + 1 :])


@given(whole_codes(), st.data())
def test_every_swap_of_neighbours_is_noticed(code, data):
    place = data.draw(st.integers(0, len(code) - 2))
    if code[place] == code[place + 1]:
        return
    with pytest.raises(codes.NotACode, match="check"):
        codes.normalise(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "length"), ("K7M2", "length"), ("K7M2-9XQ!", "sign"), ("U" * 8, "sign")]
)
def test_what_cannot_be_a_code_says_why(typed, reason):
    with pytest.raises(codes.NotACode, match=reason):
        codes.normalise(typed)


@given(st.text(max_size=40))
def test_any_typing_gives_a_code_or_a_reason(typed):
    try:
        outcome = codes.normalise(typed)
    except codes.NotACode as refused:
        outcome = refused.args[0]
    assert outcome in {"length", "sign", "check"} or codes.check_character(outcome[:-1]) == outcome[-1]


@pytest.mark.parametrize("length", [codes.PUBLIC_LENGTH, codes.QUIET_LENGTH])
def test_new_codes_are_whole_and_differ(length):
    made = {codes.new_code(length) for _ in range(500)}
    assert len(made) == 500
    assert all(codes.normalise(code) == code for code in made)


def test_the_check_by_hand():
    # x^5 + x^2 + 1: weights x, x^2, x^3 are 2, 4, 8; d = 1, 1, 1 gives 2 ^ 4 ^ 8 = 14, the sign E.
    assert codes.check_character("111") == "E"
