"""Every FIRSTDOOR_* environment variable, read here and nowhere else (docs/administration.md lists them)."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364;"
    "PRAGMA secure_delete=ON;"
)


@dataclass(frozen=True, slots=True)
class Env:
    """The settings of this installation, as typed values."""

    data: Path
    keys: Path
    files: Path
    secret_key: str
    database: dict[str, Any]
    allowed_hosts: list[str]
    email_url: str
    email_from: str
    demo: bool
    debug: bool
    metrics_token: str
    public_url: str
    trusted_proxies: int


def _folder(path: Path, setting: str) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as trouble:
        raise ValueError(
            f"the folder {path} cannot be made: {trouble.strerror}. Choose one that may be written to: {setting}=FOLDER."
        ) from trouble
    return path


def _kept_secret(keys: Path) -> str:
    """The secret key, made and kept on the first run."""
    file = keys / "secret-key"
    if not file.exists():
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def database_from_url(url: str) -> dict[str, Any]:
    """Django's database settings for `sqlite:///PATH` or `postgresql://user:password@host:port/name?option=value`.

    Raises ValueError for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "OPTIONS": options,
        }
    raise ValueError(f"FIRSTDOOR_DATABASE_URL: unknown kind {parts.scheme!r}; use sqlite:///PATH or postgresql://…")


def _folder_from_url(url: str) -> Path:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path.strip("/"):
        raise ValueError(f"FIRSTDOOR_STORAGE_URL: {url!r} is not known; use file:///PATH, a folder of this machine")
    return Path(unquote(parts.path)).resolve()


def _kind(name: str, url: str, kinds: tuple[str, ...]) -> str:
    """The address as it is, without a slash at its end; "" for none. Raises ValueError for one of another kind."""
    if url and (urlsplit(url).scheme not in kinds or not urlsplit(url).hostname):
        raise ValueError(
            f"{name}: {urlsplit(url).scheme or 'this'} is no kind of address known here; use {kinds[0]}://…"
        )
    return url.rstrip("/")


def _count(name: str, text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{name}: {text!r} is not a number; use 0, 1, 2 …")
    return int(text)


def read(environ: dict[str, str] | None = None) -> Env:
    """Read the environment; makes the data and key folders and the secret key when they are missing.

    Raises ValueError, naming the variable, for what cannot be meant.
    """
    get = (environ if environ is not None else dict(os.environ)).get
    data = _folder(Path(get("FIRSTDOOR_DATA") or "var").resolve(), "FIRSTDOOR_DATA")
    keys = _folder(Path(get("FIRSTDOOR_KEYS") or f"{data}-keys").resolve(), "FIRSTDOOR_KEYS")
    hosts = [host.strip() for host in (get("FIRSTDOOR_ALLOWED_HOSTS") or "").split(",") if host.strip()]
    local = ["127.0.0.1", "localhost", "[::1]"]
    return Env(
        data=data,
        keys=keys,
        files=_folder_from_url(get("FIRSTDOOR_STORAGE_URL") or (data / "media").as_uri()),
        secret_key=get("FIRSTDOOR_SECRET_KEY") or _kept_secret(keys),
        database=database_from_url(get("FIRSTDOOR_DATABASE_URL") or f"sqlite:///{data / 'firstdoor.sqlite3'}"),
        allowed_hosts=hosts or local,
        email_url=_kind("FIRSTDOOR_EMAIL_URL", get("FIRSTDOOR_EMAIL_URL") or "", ("smtps", "smtp")),
        email_from=get("FIRSTDOOR_EMAIL_FROM") or "firstdoor@localhost",
        demo=get("FIRSTDOOR_DEMO") == "1",
        debug=get("FIRSTDOOR_DEBUG") == "1",
        metrics_token=get("FIRSTDOOR_METRICS_TOKEN") or "",
        public_url=_kind("FIRSTDOOR_PUBLIC_URL", get("FIRSTDOOR_PUBLIC_URL") or "", ("https", "http")),
        trusted_proxies=_count("FIRSTDOOR_TRUSTED_PROXIES", get("FIRSTDOOR_TRUSTED_PROXIES") or "0"),
    )
