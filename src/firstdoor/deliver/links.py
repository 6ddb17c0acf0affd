"""Addresses of other rooms' pages, shown only where the page is there."""

from __future__ import annotations

from functools import lru_cache

from django.urls import is_valid_path
from django.utils.translation import get_language


def page(path: str) -> str:
    """The address in the reader's language of a page given without one (`/roskovec/paper/`); "" when there is none."""
    address = f"/{(get_language() or 'sq')[:2]}{path}"
    return address if _is_there(address) else ""


@lru_cache(maxsize=1024)
def _is_there(address: str) -> bool:
    """Which addresses there are does not change while a process runs."""
    return is_valid_path(address)
