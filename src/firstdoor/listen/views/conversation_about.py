"""Who somebody who votes is, for those who like to say it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.listen.forms.booklets import AboutForm
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.services import voting
from firstdoor.listen.views.conversations import cookie_of
from firstdoor.places import selectors as places


@require_http_methods(["GET", "POST"])
def about_you(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Where somebody who votes lives, how old they are, and their gender: three questions that nobody has to answer"""
    municipality = places.municipality_or_404(slug)
    conversation = questions.conversation(municipality, name, public=True)
    if conversation is None:
        raise Http404
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
