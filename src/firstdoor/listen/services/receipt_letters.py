"""The letter with a receipt's code, for whoever left an e-mail address: closing the page then loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import codes, outbox
from firstdoor.listen.services.voices import ContactGiven, Filed

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality


def post_receipt(municipality: Municipality, filed: Filed, contact: ContactGiven | None) -> None:
    """Post the code to the e-mail address that was given, in the voice's language; nothing without one.

    It never says what the voice is about: others may see the screen. A voice sent again is not told twice. About 3
    queries, inside the caller's transaction.
    """
    if filed.again or contact is None or contact.kind != "email":
        return
    code = codes.grouped(filed.code)
    with override(filed.voice.language):
        lines = [
            _("We have received your message. Your code is {code}.").format(code=code),
            "",
            _("Here you see at any time how far it has come:"),
            f"{settings.PUBLIC_URL}/r/{code}",
            "",
            _("Keep this letter. You need nothing else to come back."),
            "",
            str(municipality),
        ]
        subject = _("Your code from {municipality}").format(municipality=municipality)
    letter = outbox.Letter(contact.value, subject, "\n".join(lines))
    outbox.post(letter, dedup_key=f"receipt-{filed.voice.pk}", municipality=municipality)
