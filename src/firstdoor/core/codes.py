"""Receipt codes: readable aloud, no look-alikes, with a check character that notices each typing slip.

Alphabet of 32 signs (no I, L, O, U), in groups of four; the last sign is the check: the sum over k from 0 of
a^(k+1) d_k in GF(32) = GF(2)[x]/(x^5 + x^2 + 1), a = x. Every single wrong sign and every swap of neighbours changes
it, since the weights a^(k+1) differ and none is zero.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_LENGTH = 8
QUIET_LENGTH = 12
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_FORGIVEN = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None, "\u2013": None, "\u00a0": None})


class NotACode(ValueError):
    """What was typed cannot be a code: wrong length, a sign that codes do not have, or a check that does not fit."""


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def check_character(data: str) -> str:
    """The check for the data signs (without it), e.g. for seven signs of a public code."""
    total = 0
    for place, sign in enumerate(data):
        term = _VALUE[sign]
        for _ in range(place + 1):
            term = _times_x(term)
        total ^= term
    return ALPHABET[total]


def new_code(length: int = PUBLIC_LENGTH) -> str:
    """A new random code of `length` signs with its check, ungrouped: 35 random bits for 8, 55 for 12."""
    data = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return data + check_character(data)


def normalise(typed: str, lengths: tuple[int, ...] = (PUBLIC_LENGTH, QUIET_LENGTH)) -> str:
    """What was typed as a code: lower case, spaces, dashes, I, L and O forgiven.

    Raises NotACode with a reason in its first argument: "length", "sign" or "check".
    """
    code = typed.upper().translate(_FORGIVEN)
    if any(sign not in _VALUE for sign in code):
        raise NotACode("sign")
    if len(code) not in lengths:
        raise NotACode("length")
    if check_character(code[:-1]) != code[-1]:
        raise NotACode("check")
    return code


def grouped(code: str) -> str:
    """The code as people see it: `K7M2-9XQ4`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
