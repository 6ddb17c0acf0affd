"""Messages that wait to be sent: sealed, once each, tried again with growing pauses."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from firstdoor.core import keys
from firstdoor.core.models import Outbox

_log = logging.getLogger(__name__)
TRIES = 6
Told = Callable[[str, UUID, bool], None]
_listeners: list[Told] = []


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: plain text, no picture that tells that it was opened."""

    to: str
    subject: str
    body: str


def on_outcome(listener: Told) -> None:
    """Have `listener(about_kind, about_id, arrived)` called after a message was sent or finally failed."""
    _listeners.append(listener)


def post(
    letter: Letter, *, dedup_key: str, municipality: Any = None, about_kind: str = "", about_id: UUID | None = None
) -> Outbox:
    """Put a letter into the outbox, once for each `dedup_key`. 1 to 2 queries."""
    now = timezone.now()
    message, _made = Outbox.objects.get_or_create(
        dedup_key=dedup_key,
        defaults={
            "municipality_id": getattr(municipality, "pk", municipality),
            "sealed_message": keys.seal("outbox", json.dumps([letter.to, letter.subject, letter.body])),
            "about_kind": about_kind,
            "about_id": about_id,
            "not_before": now,
            "made_at": now,
        },
    )
    return message


def opened(message: Outbox) -> Letter | None:
    """The letter inside, or None once it was sent and forgotten."""
    if not message.sealed_message:
        return None
    return Letter(*json.loads(keys.unseal("outbox", message.sealed_message)))


def take_back(about_kind: str, about_ids: Iterable[UUID]) -> int:
    """Delete letters about these things that have not left yet; returns how many. 1 query."""
    waiting = Outbox.objects.filter(about_kind=about_kind, about_id__in=list(about_ids), state=Outbox.State.WAITING)
    return waiting.delete()[0]


def send_waiting(*, now: datetime | None = None, most: int = 100) -> tuple[int, int]:
    """Send what waits; returns (sent, failed for good). Each message in a transaction of its own, so a crash sends at
    most one twice. In a demo nothing leaves: letters stay readable on `/_mail`."""
    moment = now or timezone.now()
    waiting = Outbox.objects.filter(state=Outbox.State.WAITING, not_before__lte=moment).order_by("not_before")
    sent = failed = 0
    for key in list(waiting.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            message = Outbox.objects.select_for_update().filter(pk=key, state=Outbox.State.WAITING).first()
            if message is None:
                continue
            arrived = _try(message, moment)
            if message.state == Outbox.State.WAITING:
                continue
            sent, failed = sent + arrived, failed + (not arrived)
            if message.about_id is not None:
                for listener in _listeners:
                    listener(message.about_kind, message.about_id, arrived)
    return sent, failed


def _try(message: Outbox, now: datetime) -> bool:
    letter = opened(message)
    message.tries += 1
    try:
        if letter is not None and not settings.DEMO:
            EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to]).send()
    except (OSError, ValueError) as trouble:
        _log.warning("a letter could not be sent (try %s): %s", message.tries, type(trouble).__name__)
        message.not_before = now + timedelta(minutes=5**message.tries)
        if message.tries >= TRIES:
            message.state, message.sealed_message = Outbox.State.FAILED, None
        message.save()
        return False
    message.state, message.sent_at = Outbox.State.SENT, now
    if not settings.DEMO:
        message.sealed_message = None
    message.save()
    return True
