"""What public pages tell, worked out once and kept in this process until something in the municipality changes.

Each service that changes something leaves a record in the municipality's audit chain, in the same transaction. So the
head of the chain is the version of all its rows: one small query tells whether what was worked out before still holds.
Not for what changes without a record (votes, drafts, limits), nor for what only some may read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.utils.translation import get_language

from firstdoor.core import audit
from firstdoor.core.keeping import Keeping

T = TypeVar("T")
values = Keeping(256)


class Facts:
    """What is known of one municipality at one moment. One query, when it is made."""

    def __init__(self, municipality: Any) -> None:
        self._key = municipality.pk
        self._head = audit.head(municipality)

    def get(self, name: str, *about: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave before for this name, these arguments and the reader's language, else what it gives now.

        `about` holds everything besides the rows that the result hangs on, such as the day. The result is shared
        between requests: nobody may change it.
        """
        return values.get(self._head, (name, self._key, get_language(), *about), make)
