"""Keys, kept as files outside the database in FIRSTDOOR_KEYS and made when first needed.

Names in use: `receipts` (lookup of receipt codes), `contacts`, `slips`, `outbox`, `drafts`, `audit`, `limits`,
`lane-<municipality>-<lane>`, `ballot-<ballot>` (destroyed by the count, never part of a backup).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import threading
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,120}")


class KeyMissing(Exception):
    """The key is not there (any more), or what was sealed was sealed under another."""


def _make(file: Path) -> None:
    """Write a new key so that nobody else ever reads half of it, and the first one made wins."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(Fernet.generate_key() + b"\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@lru_cache(maxsize=256)
def _lines(path: str, _changed: int) -> tuple[bytes, ...]:
    return tuple(line.strip() for line in Path(path).read_bytes().splitlines() if line.strip())


def _path(name: str) -> str:
    return _path_in(str(settings.KEYS_FOLDER), name)


@lru_cache(maxsize=256)  # a path is asked for with each digest, and joining one takes as long
def _path_in(folder: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"no key can be called {name!r}")
    return str(Path(folder) / f"{name}.key")


def _material(name: str, *, make: bool = True) -> tuple[bytes, ...]:
    """All keys of that name, the newest first (older ones are kept below it when a key is changed)."""
    path = _path(name)
    try:
        changed = os.stat(path).st_mtime_ns  # noqa: PTH116 this is asked with each digest
    except FileNotFoundError:
        if not make:
            raise KeyMissing(name) from None
        _make(Path(path))
        changed = Path(path).stat().st_mtime_ns
    return _lines(path, changed)


def seal(name: str, text: str) -> bytes:
    """Encrypt `text` under the key `name`, which is made when it is missing (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return MultiFernet([Fernet(key) for key in _material(name)]).encrypt(text.encode())


def seal_without_time(name: str, text: str) -> bytes:
    """As `seal`, but the token does not tell when it was made: its time is always the same."""
    return Fernet(_material(name)[0]).encrypt_at_time(text.encode(), current_time=0)


def unseal(name: str, sealed: bytes | memoryview) -> str:
    """Decrypt what `seal` made. Raises KeyMissing when the key is gone or another."""
    keys = [Fernet(key) for key in _material(name, make=False)]
    try:
        return MultiFernet(keys).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        raise KeyMissing(name) from None


def digest(name: str, text: str | bytes) -> str:
    """HMAC-SHA256 of `text` under the oldest key `name`, as 64 hexadecimal characters.

    The oldest, so that look-ups by digest survive a change of keys.
    """
    message = text.encode() if isinstance(text, str) else text
    return hmac.new(_material(name)[-1], message, hashlib.sha256).hexdigest()


def exists(name: str) -> bool:
    """Whether that key is there."""
    return Path(_path(name)).exists()


def destroy(name: str) -> None:
    """Overwrite and remove a key: what was sealed under it can never be opened again."""
    file = Path(_path(name))
    try:
        with file.open("r+b") as out:
            out.write(os.urandom(file.stat().st_size))
            out.flush()
            os.fsync(out.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)
