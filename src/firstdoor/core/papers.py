"""Documents that a municipality hands out: a title, facts, parts with words or a table, lines to sign. Made by Typst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from firstdoor.core import typeset

TEMPLATE = Path(__file__).resolve().parent / "document.typ"


@dataclass(frozen=True, slots=True)
class Part:
    """One part: paragraphs, a list, or a table with `head`, `rows` and relative `widths`.

    `numbers` names the columns (from 0) that stand to the right; `tall` leaves room for a hand.
    """

    title: str = ""
    words: Sequence[str] = ()
    items: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[float] = ()
    numbers: Sequence[int] = ()
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `kind` says what it is, `author` whose it is; `facts` are pairs (name, value)."""

    kind: str
    title: str
    author: str
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    sign: Sequence[str] = field(default=())


def pdf(document: Document) -> bytes:
    """The document as PDF/UA in the reader's language."""
    data = asdict(document)
    for part in data["parts"]:
        part["widths"] = list(part["widths"] or [1] * len(part["head"]))
    return typeset.pdf(TEMPLATE, data | {"language": (get_language() or "sq")[:2]})


def answer(document: Document, name: str) -> HttpResponse:
    """The document as an answer that a browser shows; `name` is the file's, without its ending."""
    response = HttpResponse(pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def full_address(request: HttpRequest, route: str, *args: str) -> str:
    """An address as it is printed, with the public host when one is set."""
    address = reverse(route, args=args)
    return f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else request.build_absolute_uri(address)
