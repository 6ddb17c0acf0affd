"""Who somebody who votes is, for those who like to say it, and where the answer goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.core import codes, limits
from firstdoor.core.errors import too_many
from firstdoor.core.forms import AnswerByEmail
from firstdoor.listen.forms.booklets import AboutForm
from firstdoor.listen.models import Conversation
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.services import ContactGiven, listening, voting
from firstdoor.listen.views.conversations import cookie_of
from firstdoor.places import selectors as places


def _public(slug: str, name: str) -> tuple[Any, Conversation]:
    municipality = places.municipality_or_404(slug)
    conversation = questions.conversation(municipality, name, public=True)
    if conversation is None:
        raise Http404
    return municipality, conversation


@require_http_methods(["GET", "POST"])
def about_you(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Where somebody who votes lives, how old they are, and their gender: three questions that nobody has to answer"""
    municipality, conversation = _public(slug, name)
    if questions.standing_now(conversation) != "open":
        return redirect("conversation", slug, name)
    token = request.COOKIES.get(cookie_of(conversation), "")
    who = questions.participant(conversation, voting.token_hmac(token)) if token else None
    initial = {"unit": str(who.unit_id or ""), "age": who.age, "gender": who.gender} if who else {}
    form = AboutForm(
        request.POST if request.method == "POST" else None, units=places.units(municipality), initial=initial
    )
    if form.is_bound and form.is_valid():
        said = form.about()
        try:
            voting.say_about_you(
                by=request.actor, municipality=municipality, conversation=conversation, token=token,  # type: ignore[attr-defined]
                unit=said.unit, age=said.age, gender=said.gender,
            )  # fmt: skip
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("Thank you. It is counted once the conversation is over."))
            return redirect("conversation", slug, name)
    response = render(
        request, "listen/conversations/about_you.html",
        {"municipality": municipality, "conversation": conversation, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def hear(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A receipt for somebody who voted, on which stands what comes of the conversation"""
    municipality, conversation = _public(slug, name)
    token = request.COOKIES.get(cookie_of(conversation), "")
    if not token or questions.participant(conversation, voting.token_hmac(token)) is None:
        return redirect("conversation", slug, name)
    form = AnswerByEmail(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            limits.hit("listeners-from", limits.address_of(request), allowed=60, seconds=3600)
            filed = listening.want_to_hear(
                by=request.actor, municipality=municipality, conversation=conversation, token=token,  # type: ignore[attr-defined]
                language=(get_language() or municipality.language)[:2], draft_key=form.cleaned_data["draft_key"],
                contact=ContactGiven.by_email(form.cleaned_data["email"]),
            )  # fmt: skip
        except limits.TooMany as refused:
            return too_many(request, refused.seconds)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            if filed.code:
                return redirect("receipt", codes.grouped(filed.code))
            return redirect("conversation", slug, name)  # sent twice, and no copy of the code is kept
    response = render(
        request, "listen/conversations/hear.html",
        {"municipality": municipality, "conversation": conversation, "form": form},
        status=422 if form.errors else 200,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response
