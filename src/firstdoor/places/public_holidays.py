"""Public holidays by year, from the package `holidays`, with the moving ones: both Easters and both Bajrams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from firstdoor.core import texts

LANGUAGES = {"AL": ("sq", "en_US")}  # the country's own first; elsewhere the municipality enters its own

MISPRINT = ("Dita Flamurit", "Dita e Flamurit")  # as the package writes it, and as the law does
ESTIMATED = re.compile(r" \((?:estimated|e vlerësuar)\)|, (?:estimated|e vlerësuar)(?=\))")


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day, its name in both languages, and whether the date is only estimated."""

    date: date
    name: texts.Texts
    estimated: bool


def of(country: str, years: Iterable[int]) -> list[PublicHoliday]:
    """The holidays of a country in those years, by date; none for a country we don't know."""
    wanted = sorted(years)
    if country not in LANGUAGES or not wanted:
        return []
    import holidays  # wanted once a week; loading it would make every command's start longer

    own, english = (
        holidays.country_holidays(country, years=wanted, language=language) for language in LANGUAGES[country]
    )
    return [
        PublicHoliday(
            day,
            texts.make(
                LANGUAGES[country][0],
                ESTIMATED.sub("", own[day]).replace(*MISPRINT),
                en=ESTIMATED.sub("", english[day]),
            ),
            estimated=bool(ESTIMATED.search(english[day])),
        )
        for day in sorted(own)
    ]
