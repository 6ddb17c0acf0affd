"""Cells of CSV files that people open in a spreadsheet."""

from __future__ import annotations

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.

    >>> harmless("=1+1"), harmless("-71.06"), harmless(3)
    ("'=1+1", '-71.06', 3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) and not _number(cell) else cell


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
