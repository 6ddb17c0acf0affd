"""What was worked out before, kept in this process for as long as the version it was worked out under still holds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Keeping:
    """A number of values, those asked for last. They are shared between requests: nobody may change them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, version: str, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave before for this key under this version, else what it gives now. Without a version nothing is kept."""
        with self._lock:
            before, value = self._values.get(key, ("", None))
            if before and before == version:
                self._values.move_to_end(key)
                return value  # type: ignore[no-any-return]
        value = make()
        if version:
            with self._lock:
                self._values[key] = version, value
                self._values.move_to_end(key)
                while len(self._values) > self.most:
                    self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget all of it."""
        with self._lock:
            self._values.clear()
