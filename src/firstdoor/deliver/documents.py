"""Papers of this room: the slip, and what stands in its QR code."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstdoor.core.texts import plain

PACKAGE = Path(__file__).resolve().parent
FONTS = PACKAGE.parent / "static" / "fonts"


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip. `answer_by` is none once there was an answer."""

    municipality: Any
    code: str
    long: bool
    address: str
    received: date
    answer_by: date | None
    phone: str


def public_address(request: HttpRequest, path: str) -> str:
    """An address of ours in full, as it is printed: the public one where the installation has said it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def qr_svg(address: str) -> SafeString:
    """A QR code without its quiet zone (the slip leaves four modules free around it), black, of class `qr`."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=False, nl=False, omitsize=True, svgclass="qr", lineclass=None
    )
    drawing = out.getvalue().decode()
    named = drawing.replace("<svg ", f'<svg role="img" aria-label="{_("QR code of this page")}" ', 1)
    return mark_safe(named)  # noqa: S308 drawn here, from our own address


@cache
def _template() -> bytes:
    return (PACKAGE / "slip.typ").read_bytes()


def slip_pdf(slip: Slip) -> bytes:
    """The slip as PDF/UA on one page of A6."""
    number = _("by telephone {phone}").format(phone=slip.phone) if slip.phone else ""
    content = {
        "language": (get_language() or "sq")[:2],
        "municipality": plain(slip.municipality.name),
        "title": _("Receipt"),
        "code": slip.code,
        "long": slip.long,
        "qr": [[bool(dark) for dark in row] for row in segno.make(slip.address, error="m", micro=False).matrix],
        "qr_alt": _("QR code of this page"),
        "dates": [
            [_("We received it on"), date_format(slip.received, "DATE_FORMAT")],
            *([[_("We answer by"), date_format(slip.answer_by, "DATE_FORMAT")]] if slip.answer_by else []),
        ],
        "what": _("With this code you see how far your voice has come: with a camera, on the municipality's page"),
        "or_call": _("or {how}").format(how=number) if number else "",
        "notes": _("Notes"),
    }
    return typst.compile(
        _template(), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"slip": json.dumps(content)},
        format="pdf", pdf_standards=["ua-1"],
    )  # fmt: skip
