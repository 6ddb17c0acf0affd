"""Shows of hands at the desk: written down during a meeting, corrected after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core.forms import renew
from firstdoor.listen.forms.hands import HandsForm
from firstdoor.listen.models import Conversation, Hands
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.selectors import hands as questions
from firstdoor.listen.services import hands as services
from firstdoor.listen.views.desk import frame

GET_AND_POST = require_http_methods(["GET", "POST"])


def _one(request: HttpRequest, slug: str, name: str) -> tuple[Any, Any, Conversation]:
    by, municipality = frame.enter(request, slug, services.COUNT)
    found = talks.conversation(municipality, name, public=True)
    if found is None:
        raise Http404
    return by, municipality, found


@require_safe
def hands_list(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The shows of hands of a conversation, and the hands on each statement together."""
    _by, municipality, conversation = _one(request, slug, name)
    totals = questions.hand_totals(conversation)
    counted = [(row, totals[row.pk]) for row in talks.shown(conversation) if row.pk in totals]
    return frame.page(
        request, "conversations/hands", municipality, desk_page="conversations", conversation=conversation,
        rows=questions.all_hands(conversation), counted=counted,
    )  # fmt: skip


@GET_AND_POST
def new(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Write down a show of hands."""
    by, municipality, conversation = _one(request, slug, name)
    return _form(request, by, municipality, conversation, None)


@GET_AND_POST
def change(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Correct a show of hands."""
    by, municipality, conversation = _one(request, slug, name)
    found = questions.one_show(conversation, pk)
    if found is None:
        raise Http404
    return _form(request, by, municipality, conversation, found)


def _form(
    request: HttpRequest, by: Any, municipality: Any, conversation: Conversation, hands: Hands | None
) -> HttpResponse:
    counts = questions.counts_of(hands) if hands else {}
    form = HandsForm(
        request.POST if request.method == "POST" else None, hands=hands, counts=counts,
        statements=[(row.number, row.text) for row in talks.shown(conversation)],
        meetings=questions.meetings_of(conversation),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            services.write_hands(
                by=by, municipality=municipality, conversation=conversation, hands=hands, **form.values()
            )
        except ValidationError as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The hands are written down. They stand in the totals, not in the map."))
            return redirect("desk_hands", municipality.slug, conversation.slug)
    return frame.page(
        request, "conversations/hands_form", municipality, desk_page="conversations", conversation=conversation,
        form=form, hands=hands, status=422 if form.errors else 200,
    )  # fmt: skip


def _refuse(form: HandsForm, refused: ValidationError) -> None:
    for field, errors in (getattr(refused, "error_dict", None) or {None: refused.error_list}).items():
        name = form.refused(int(field.partition("-")[2])) if field and "-" in field else field
        form.add_error(name, errors)
    renew(form)


@require_POST
def take_away(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Take away a show of hands that was written down by mistake."""
    by, municipality, conversation = _one(request, slug, name)
    found = questions.one_show(conversation, pk)
    if found is None:
        raise Http404
    services.take_away_hands(by=by, municipality=municipality, hands=found)
    messages.success(request, _("It is taken away."))
    return redirect("desk_hands", slug, name)
