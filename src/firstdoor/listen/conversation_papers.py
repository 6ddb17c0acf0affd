"""A conversation on paper: booklets to fill in, and the poster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstdoor.core import codes, typeset
from firstdoor.core.texts import Texts, plain
from firstdoor.listen.forms.booklets import about_choices
from firstdoor.listen.models import Booklet, Conversation
from firstdoor.listen.selectors import conversations as questions

HERE = Path(__file__).resolve().parent


def _in(text: Texts, language: str) -> dict[str, str]:
    """Words in that language where they are translated, else as they were said, with the language they are in."""
    code = language if language in text else text.get("_", language)
    return {"words": typeset.breakable(plain(text, code)), "lang": code}


def booklets_pdf(
    municipality: Any,
    conversation: Conversation,
    booklets: Sequence[Booklet],
    address: str,
    *,
    language: str,
    about: bool = True,
    units: Sequence[Any] = (),
) -> bytes:
    """Booklets in large type; the QR code on each opens the page where it is entered (`address` and its number)."""
    import segno

    rows = {row.number: row.text for row in questions.shown(conversation)}
    with override(language):
        asked = list(about_choices(list(units)).values()) if about else []
        data = {
            "title": plain(conversation.title, language),
            "question": plain(conversation.question, language),
            "author": plain(municipality.name, language),
            "language": language,
            "how": _("One cross for each statement. Pass, when you have no opinion. Leave out what you like."),
            "ways": [_("Agree"), _("Disagree"), _("Pass")],
            "statement": _("Statement"),
            "foot": _("No name on this booklet. Who enters it does not know whose it is."),
            "number_label": _("Number of the booklet"),
            "qr_alt": _("QR code for those who enter this booklet"),
            "about_title": _("About you"),
            "about_note": _("Only if you like. It is counted, to see who has been heard, and shown of nobody alone."),
            "about": [[words, [name for _code, name in answers]] for words, answers in asked],
            "own_title": _("Something is missing?"),
            "own_note": _("Write one sentence with which others can agree or disagree. It is added as a statement."),
            "statements": {str(number): _in(text, language) for number, text in rows.items()},
            "booklets": [
                {
                    "number": f"{one.number[:3]} {one.number[3:]}",
                    "qr": segno.make(f"{address}?number={one.number}", error="m", micro=False).svg_inline(border=0),
                    "order": [str(number) for number in one.statements],
                }
                for one in booklets
            ],
        }
    return typeset.pdf(HERE / "booklet.typ", data)


def poster_pdf(
    municipality: Any, conversation: Conversation, address: str, *, size: str, language: str, code: str = ""
) -> bytes:
    """The poster, "a4" or "a3": the question, the address as QR code and in letters, and until when.

    `code` is the invitation's, for those who hang the poster where only invited people see it: the QR code brings it along.
    """
    import segno

    code = codes.grouped(code) if code else ""
    with override(language):
        day = date_format(conversation.closes_on, "DATE_FORMAT")
        data = {
            "size": size,
            "title": plain(conversation.title, language),
            "kind": _("What do you think?"),
            "question": plain(conversation.question, language),
            "author": plain(municipality.name, language),
            "phone": municipality.phone or "",
            "language": language,
            "lines": [
                _("Read short statements of your neighbours: agree, disagree or pass. Write one of your own."),
                _("No account, no name. It takes a few minutes."),
            ],
            "qr": segno.make(f"{address}?code={code}" if code else address, error="m", micro=False).svg_inline(
                border=0
            ),
            "code": _("Code: {code}").format(code=code) if code else "",
            "qr_alt": _("QR code with the address {address}").format(address=address),
            "until": _("Until {day}").format(day=day),
            "or_type": _("Hold your telephone’s camera over it, or type:"),
            "address": address.partition("://")[2].rstrip("/"),
        }
    return typeset.pdf(HERE / "poster.typ", data)
