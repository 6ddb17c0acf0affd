"""What can be chosen, to look at: a drawing, large, plain, with an outline, so that a child knows it; or a photo."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from firstdoor.core import photos
from firstdoor.core.models import Upload

FOLDER = Path(__file__).resolve().parent
NAMES = {
    "nest-swing": _("Nest swing"),
    "slide": _("Slide"),
    "rope-pyramid": _("Rope pyramid"),
    "sandbox": _("Sandbox"),
    "playhouse": _("Playhouse"),
    "table-tennis": _("Table tennis"),
    "carousel": _("Carousel"),
    "seesaw": _("Seesaw"),
}


@cache
def picture(name: str) -> SafeString:
    """The drawing of that name as SVG for a page; nothing for a name that is not one of ours."""
    if name not in NAMES:
        return SafeString("")
    return mark_safe((FOLDER / f"{name}.svg").read_text().strip())  # noqa: S308 our own file


def shown(option: Any, municipality: Any, ballot: Any) -> SafeString:
    """The photo of something to choose, else its drawing, else nothing. Its name stands beside it. No query."""
    if option.upload_id is None:
        return picture(option.picture)
    address = reverse("ballot_picture", args=[municipality.slug, ballot.slug, option.pk])
    # The photo's own id changes with the photo, so that a browser does not keep the one before.
    return format_html('<img class="pic" src="{}?{}" alt="">', address, str(option.upload_id)[-6:])


def svg_of(option: Any) -> str:
    """The same as SVG for a document, the photo inside it; "" for nothing. 1 query where it has a photo."""
    upload = Upload.objects.filter(pk=option.upload_id, removed_at=None).first() if option.upload_id else None
    if upload is None:
        return picture(option.picture)
    data = base64.b64encode(photos.path_of(upload).read_bytes()).decode()
    drawn = f'<image width="{upload.width}" height="{upload.height}" href="data:image/jpeg;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {upload.width} {upload.height}">{drawn}</svg>'
