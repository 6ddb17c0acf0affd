"""Photos wait until somebody has looked; then they are published with words for those who can't see them, or removed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstdoor.core import photos, rights
from firstdoor.core.actor import Actor
from firstdoor.core.models import Upload
from firstdoor.listen.models import Case, Photo
from firstdoor.listen.models.theme import Level
from firstdoor.listen.services.cases.common import Work, begin, present_voices

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


@transaction.atomic
def publish_photo(
    *, by: Actor, municipality: Municipality, case: Case | UUID, photo: UUID, alt: str, seen: str = "",
    at: datetime | None = None,
) -> Upload:  # fmt: skip
    """Let everybody see a photo of a public voice; `seen` is the photo's state on the page on which that was decided.

    Raises NotAllowed, ValidationError without words for it and when somebody looked at it meanwhile.
    """
    work, voice_photo, upload = _of_case(by, municipality, case, photo, seen, at)
    alt = alt.replace("\x00", "")
    if not alt.strip():
        raise ValidationError({"alt": _("Say in a few words what the photo shows.")})
    if voice_photo.voice.level != Level.PUBLIC:
        raise ValidationError(_("Theme or person say that not everybody may see this."))
    upload.looked_by, upload.looked_at = by.person, work.at
    upload.published_at, upload.alt = work.at, alt.strip()[:200]
    upload.save(update_fields=["looked_by", "looked_at", "published_at", "alt"])
    work.record("photo_published", upload)
    return upload


@transaction.atomic
def keep_photo(
    *, by: Actor, municipality: Municipality, case: Case | UUID, photo: UUID, seen: str = "", at: datetime | None = None
) -> Upload:
    """Somebody looked: the photo helps the staff, and stays unpublished. Raises NotAllowed, ValidationError."""
    work, _photo, upload = _of_case(by, municipality, case, photo, seen, at)
    upload.looked_by, upload.looked_at, upload.published_at = by.person, work.at, None
    upload.save(update_fields=["looked_by", "looked_at", "published_at"])
    work.record("photo_kept", upload)
    return upload


@transaction.atomic
def remove_photo(
    *, by: Actor, municipality: Municipality, case: Case | UUID, photo: UUID, seen: str = "", at: datetime | None = None
) -> Upload:
    """Take a photo away for good: a face, a number plate, a door. Raises NotAllowed, ValidationError."""
    work, _photo, upload = _of_case(by, municipality, case, photo, seen, at)
    upload.looked_by, upload.looked_at = by.person, work.at
    photos.remove(upload)
    upload.save(update_fields=["looked_by", "looked_at"])
    work.record("photo_removed", upload)
    return upload


def _of_case(
    by: Actor, municipality: Municipality, case: Case | UUID, photo: UUID, seen: str, at: datetime | None
) -> tuple[Work, Photo, Upload]:
    work = begin(by, municipality, case, version=None, permission="listen.look_at_photos", at=at or timezone.now())
    voices = [voice.pk for voice in present_voices(work.case)]
    found = Photo.objects.of(municipality).filter(pk=photo, voice__in=voices).select_related("voice").first()
    if found is None:
        raise rights.NotAllowed("listen.look_at_photos")
    upload = Upload.objects.filter(pk=found.upload_id, removed_at=None).first()
    if upload is None:
        raise ValidationError(_("This photo is not there any more."))
    if seen and seen != upload.state:
        raise ValidationError(_("Somebody decided about this photo in the meantime. See how it stands, then decide."))
    return work, found, upload
