"""A report being written: kept sealed for a day, found only by the random id in the writer's cookie.

Drafts are nobody's act yet, so they leave no audit record; the report that comes of one does.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from firstdoor.core import keys, photos
from firstdoor.core.models import Upload
from firstdoor.core.statements import one, update
from firstdoor.listen.models import Draft

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

KEPT = timedelta(days=1)
KEPT_IN_A_LANE = timedelta(minutes=30)  # somebody else may hold the same phone tonight


@dataclass(slots=True)
class Writing:
    """What somebody has written so far. Once sent, only the receipt code, the voice and the language stay."""

    form: str = ""  # the first form's own key: the same form sent again is the same report
    begun: float = 0.0  # seconds since 1970
    language: str = "sq"
    words: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    unit: str = ""
    no_place: bool = False
    answer: str = ""  # "" not asked yet, "page", "email", "phone", "visit"
    contact: str = ""
    theme: str = ""  # a code
    level: str = "public"
    quiet: bool = False  # the shorter path: the theme first, no photo
    lane: str = ""  # the lane that reads it, once the person has read who that is
    dropped: bool = False  # photo and exact place were taken out
    sent: str = ""
    voice: str = ""


_DRAFT = "SELECT sealed, upload_id FROM listen_draft WHERE municipality_id = %s AND id = %s AND expires_at > %s"
_ID = Draft._meta.get_field("id")
_NAMES = {field.name for field in fields(Writing)}


def _seal(writing: Writing) -> bytes:
    return keys.seal("drafts", json.dumps(asdict(writing), ensure_ascii=False))


def read(draft: Draft) -> Writing:
    """What stands in a draft."""
    values = json.loads(keys.unseal("drafts", draft.sealed))
    return Writing(**{name: value for name, value in values.items() if name in _NAMES})


def find(municipality: Municipality, draft_id: str, *, now: datetime) -> tuple[Draft, Writing] | None:
    """The draft with that id and what stands in it; None when it is gone, too old or can't be opened. 1 query."""
    try:
        key = UUID(draft_id)
    except ValueError:
        return None
    draft = get(municipality, key, now=now)
    if draft is None:
        return None
    try:
        return draft, read(draft)
    except (keys.KeyMissing, json.JSONDecodeError):
        return None


def get(municipality: Municipality, key: UUID, *, now: datetime, hold: bool = False) -> Draft | None:
    """The draft with that id, `hold` to keep others from it until the transaction ends. 1 query."""
    lock = " FOR UPDATE" if hold and connection.features.has_select_for_update else ""
    found = one(_DRAFT + lock, [municipality.pk, key], connection.ops.adapt_datetimefield_value(now))
    if found is None:
        return None
    sealed, upload = found
    values = [key, municipality.pk, sealed, _ID.to_python(upload)]
    return Draft.from_db(connection.alias, ["id", "municipality_id", "sealed", "upload_id"], values)


def begin(*, municipality: Municipality, writing: Writing, now: datetime) -> Draft:
    """Keep a new draft. 1 query."""
    draft = Draft(municipality=municipality, sealed=_seal(writing), expires_at=now + _period(writing))
    draft.save(force_insert=True)
    return draft


def keep(*, draft: Draft, writing: Writing, now: datetime) -> bool:
    """Keep what was written since, for another day; False where the draft was deleted meanwhile. 1 query."""
    draft.sealed, draft.expires_at = _seal(writing), now + _period(writing)
    return update(draft, "sealed", "upload_id", "expires_at")


def put_photo(*, draft: Draft, picture: photos.Clean) -> None:
    """Put a cleaned photo into the draft instead of the one before; `keep` follows."""
    before = draft.upload_id
    draft.upload_id = photos.keep(picture, municipality=draft.municipality_id).pk
    _remove(before)


def take_photo_out(*, draft: Draft) -> None:
    """Take the photo out of the draft for good; `keep` follows."""
    before, draft.upload_id = draft.upload_id, None
    _remove(before)


def forget(*, draft: Draft) -> None:
    """Delete a draft and its photo: nothing of it is kept."""
    _remove(draft.upload_id)
    draft.delete()


def forget_expired(*, municipality: Municipality, now: datetime) -> int:
    """Delete the drafts whose day is over, with their photos; returns how many."""
    expired = list(Draft.objects.of(municipality).filter(expires_at__lte=now))
    for draft in expired:
        forget(draft=draft)
    return len(expired)


def _period(writing: Writing) -> timedelta:
    return KEPT_IN_A_LANE if writing.lane else KEPT


def _remove(upload_id: Any) -> None:
    upload = Upload.objects.filter(pk=upload_id).first() if upload_id else None
    if upload is not None:
        photos.remove(upload)
