"""Tables to take along: CSV that a spreadsheet shows as text, whatever somebody typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """One cell; what a spreadsheet would run as a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell("Po"), cell(None), cell(12)
    ("'=1+1", 'Po', '', '12')
    """
    words = "" if value is None else str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def csv_text(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """The table as CSV with a first row of names, and a mark by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(name) for name in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()
