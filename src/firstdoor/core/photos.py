"""Photos: one cleaning function for every way in. What is kept is a new picture; the original is never stored.

Everything but the pixels goes: position, camera, time, comments, thumbnails. SVG and whatever is no picture is
refused by what the bytes are, not by what they are called.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firstdoor.core.models import Upload

MOST_BYTES = 20_000_000
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


@dataclass(frozen=True, slots=True)
class Clean:
    """A cleaned picture: JPEG bytes and its size in pixels."""

    data: bytes
    width: int
    height: int


def clean(file: IO[bytes], size: int, *, longest: int = LONGEST_SIDE) -> Clean:
    """Read a photo, turn it upright, shrink it to `longest` pixels and write it anew without any metadata.

    Raises ValidationError when it is larger than 20 MB, no picture, or too many pixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if size > MOST_BYTES:
        raise ValidationError(_("This photo is larger than 20 MB. Choose a smaller one, or go on without a photo."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("This photo has too many pixels. Choose a smaller one."))
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        # Refused by its header, before anything of it is unpacked.
        raise ValidationError(_("This photo has too many pixels. Choose a smaller one.")) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as wrong:
        raise ValidationError(_("This file is not a photo we can read. Choose a JPEG, PNG or WebP picture.")) from wrong
    upright.thumbnail((longest, longest))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return Clean(out.getvalue(), bare.width, bare.height)


def path_of(upload: Upload) -> Path:
    """Where the cleaned picture lies."""
    return Path(settings.MEDIA_ROOT) / upload.sha256[:2] / f"{upload.sha256}.jpg"


def served(upload: Upload, headers: Mapping[str, str] = {}) -> HttpResponse:
    """The cleaned picture as an answer, with these headers. Raises Http404 when its file is gone."""
    path = path_of(upload)
    if not path.exists():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/jpeg", headers=dict(headers))


def keep(picture: Clean, *, municipality: Any) -> Upload:
    """Store a cleaned picture, not yet public. 1 query."""
    digest = hashlib.sha256(picture.data).hexdigest()
    upload = Upload(
        municipality_id=getattr(municipality, "pk", municipality),
        sha256=digest,
        width=picture.width,
        height=picture.height,
        made_at=timezone.now(),
    )
    target = path_of(upload)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{uuid4().hex}")
    try:
        draft.write_bytes(picture.data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)  # half of it, where the disk is full
    upload.save(force_insert=True)
    return upload


def remove(upload: Upload) -> None:
    """Take a picture away for good; the file goes once no other upload shows the same picture. 2 queries."""
    upload.removed_at, upload.published_at = timezone.now(), None
    upload.save(update_fields=["removed_at", "published_at"])
    if not Upload.objects.filter(sha256=upload.sha256, removed_at=None).exists():
        path_of(upload).unlink(missing_ok=True)
