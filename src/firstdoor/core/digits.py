"""Numbers of things on paper: a last digit that notices typing slips, so that they can be typed on the pad of digits alone."""

from __future__ import annotations

import re
import secrets

# H. Michael Damm's quasigroup: it notices every wrong digit and every swap of neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


class NotANumber(ValueError):
    """What was typed cannot be such a number; the first argument says why: "length" or "check"."""


def check_digit(digits: str) -> str:
    """The check for the digits before it."""
    found = 0
    for digit in digits:
        found = int(_DAMM[found][int(digit)])
    return str(found)


def new_numbers(n: int, taken: set[str]) -> list[str]:
    """`n` random numbers of six digits that are not `taken`, which they join."""
    made: list[str] = []
    while len(made) < n:
        digits = f"{secrets.randbelow(100_000):05d}"
        number = digits + check_digit(digits)
        if number not in taken:
            taken.add(number)
            made.append(number)
    return made


def read_number(typed: str) -> str:
    """Six digits, typed or read by a scanner, which gives the address in a QR code. Raises NotANumber."""
    found = re.fullmatch(r"(?:.*[?&]number=)?([0-9]{6})", re.sub(r"[\s.-]", "", typed) if "=" not in typed else typed)
    if found is None:
        raise NotANumber("length")
    if check_digit(found[1][:5]) != found[1][5]:
        raise NotANumber("check")
    return found[1]
