"""The letters of sign-in: plain text, in the language of the page that asked for them, sealed in the outbox."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstdoor.core import keys, outbox


def code(email: str, one_time_code: str) -> None:
    """Send a one-time code. Each is a letter of its own; the code stands in the body alone, never in the subject."""
    lines = [
        _("Your code is {code}").format(code=one_time_code),
        "",
        _("Type it on the page where you asked for it. It is valid for 10 minutes and can be used once."),
        "",
        _("If you did not ask for it, you have to do nothing. Never give the code to anybody."),
    ]
    outbox.post(outbox.Letter(email, _("Your sign-in code"), "\n".join(lines)), dedup_key=f"sign-in-{uuid4()}")


def no_account(email: str) -> None:
    """Tell that there is no account for this address: once a day, since strangers may ask for it."""
    lines = [
        _("Somebody asked for a sign-in code for this address. There is no account with it."),
        "",
        _(
            "Reporting something and following a receipt need no account. If you work for a municipality here, ask its "
            "Municipal Focal Point to add your address."
        ),
        "",
        _("If you did not ask for it, you have to do nothing."),
    ]
    who = keys.digest("outbox", f"{email.strip().lower()}|{get_language()}|{timezone.localdate():%Y-%m-%d}")
    outbox.post(
        outbox.Letter(email, _("No account with this address"), "\n".join(lines)), dedup_key=f"no-account-{who}"
    )
