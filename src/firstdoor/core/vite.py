"""What Vite built: the names of stylesheets and scripts, and a stylesheet's text for the first page of a visit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
URL = "/static/dist/"
FIRST_LOOK = "main.css"


class NotBuilt(RuntimeError):
    """The front end has not been built, or has no such entry."""


def _file(entry: str) -> str:
    # The name carries the text's digest, so one reading lasts until the front end is built again.
    path = DIST / ".vite" / "manifest.json"
    try:
        return str(_manifest(path.stat().st_mtime_ns)[f"src/{entry}"]["file"])
    except (FileNotFoundError, KeyError) as error:
        raise NotBuilt(f"{entry} is not in {path}: run `make setup`.") from error


@cache
def _manifest(_built: int) -> dict[str, Any]:
    return dict(json.loads((DIST / ".vite" / "manifest.json").read_text("utf-8")))


@cache
def _text(file: str) -> str:
    return (DIST / file).read_text("utf-8")


def url(entry: str) -> str:
    """The address of a built entry of frontend/src, for example `main.css`. Raises NotBuilt."""
    return URL + _file(entry)


def stylesheet(entry: str) -> str:
    """The text of a built stylesheet. Raises NotBuilt."""
    return _text(_file(entry))
