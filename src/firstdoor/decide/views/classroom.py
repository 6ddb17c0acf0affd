"""One device for a class: the teacher's key, one child after the other, and how many have voted. Nothing else is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdoor.core import codes, limits
from firstdoor.core.acting import accepted
from firstdoor.core.downloads import as_file
from firstdoor.core.errors import too_many
from firstdoor.core.forms import AS_CALLED_HERE
from firstdoor.core.papers import full_address
from firstdoor.decide.ballot_documents import class_sheet_pdf
from firstdoor.decide.forms.ballots import ClassForm, CodeForm
from firstdoor.decide.models import Ballot, ClassKey
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import electorate, marks
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.cards import PRINT, SIGNS
from firstdoor.decide.views.ballots import ballot_or_404, booth, choose, missed
from firstdoor.decide.views.common import ask, at_desk, page

COOKIE = "firstdoor_class"
GET_AND_POST = require_http_methods(["GET", "POST"])


def _key(request: HttpRequest, ballot: Ballot) -> tuple[ClassKey | None, str]:
    """The key that opened this device; and, where its teacher lets children change the language, the one to come back to."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=str(ballot.pk), max_age=8 * 3600)
    pk, _mark, language = kept.partition("|")
    return (questions.class_key(ballot, UUID(pk)) if pk else None), language


@booth
@GET_AND_POST
def device(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The device of a class: enter the key, then child after child (`next`), until the lesson ends (`end`)."""
    municipality, ballot = ballot_or_404(slug, name)
    context = {"municipality": municipality, "ballot": ballot}
    key, language = _key(request, ballot)
    if key is None:
        return _enter(request, municipality, ballot)
    try:
        services.in_hours(ballot, key)
    except services.OutOfHours as refused:
        context |= {"why": refused.messages[0], "late": "step" in request.POST}
        return _out(render(request, "decide/class_over.html", context, status=422))
    if request.method == "GET":
        return render(request, "decide/class.html", context | {"key": key, "sent": "sent" in request.GET})
    if "end" in request.POST:
        return _out(redirect("ballot_class", slug, name))
    if "next" in request.POST:
        try:
            key = services.next_child(municipality, key)
        except ValidationError as refused:
            return render(request, "decide/class.html", context | {"key": key, "why": refused.messages[0]}, status=422)
        return _choose(request, municipality, ballot, key, language)
    if not key.turn or request.POST.get("code", "") != key.turn:
        # A page of a child before, brought back by the way back: what she chose is not shown again.
        return render(request, "decide/class.html", context | {"key": key, "why": services.TURN_OVER}, status=422)
    return _choose(request, municipality, ballot, key, language)


def _choose(request: HttpRequest, municipality: Any, ballot: Ballot, key: ClassKey, language: str) -> HttpResponse:
    send = _sender(request, municipality, ballot, key, language)
    return choose(request, municipality, ballot, key.turn, key.turn, send, in_class=True, languages=bool(language))


def _sender(request: HttpRequest, municipality: Any, ballot: Ballot, key: ClassKey, language: str) -> Any:
    def send(choices: marks.Said, _about: dict[str, str]) -> HttpResponse:
        try:
            services.cast_in_class(
                by=request.actor, municipality=municipality, ballot=ballot, key=key, choices=choices,  # type: ignore[attr-defined]
                turn=request.POST.get("code", ""),
            )  # fmt: skip
        except services.TurnOver as refused:
            context = {"municipality": municipality, "ballot": ballot, "key": key, "why": refused.messages[0]}
            return render(request, "decide/class.html", context, status=422)
        with override(language or get_language()):  # the next child begins in the teacher's language
            return redirect(f"{reverse('ballot_class', args=[municipality.slug, ballot.slug])}?sent=1")

    return send


def _enter(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    form = CodeForm(request.POST if "code" in request.POST and "step" not in request.POST else None)
    languages = "languages" in request.POST
    context = {"municipality": municipality, "ballot": ballot, "form": form, "languages": languages}
    if not form.is_valid():
        return render(request, "decide/class_key.html", context, status=422 if request.method == "POST" else 200)
    try:
        limits.hit("voting-codes", limits.address_of(request), allowed=300, seconds=3600)
        key = services.enter_class(municipality, ballot, form.cleaned_data["code"])
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except services.CodeRefused as refused:
        return missed(request, ballot, form, refused) or render(request, "decide/class_key.html", context, status=422)
    response = redirect("ballot_class", municipality.slug, ballot.slug)
    response.set_signed_cookie(
        COOKIE,
        f"{key.pk}|{get_language()}" if languages else str(key.pk),
        salt=str(ballot.pk),
        max_age=8 * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _out(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _at_desk(request: HttpRequest, slug: str, name: str) -> tuple[Any, Ballot]:
    municipality = at_desk(request, slug, PRINT)
    ballot = questions.ballot(municipality, name)
    if ballot is None:
        raise Http404
    return municipality, ballot


@booth
@GET_AND_POST
def new_key(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Make a teacher's key; the answer shows it, once."""
    municipality, ballot = _at_desk(request, slug, name)
    form = ClassForm(request.POST or None, zone=municipality.zone)
    made: list[str] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            services.make_class_key(by=request.actor, municipality=municipality, ballot=ballot, **form.values())  # type: ignore[attr-defined]
        ),
    ):
        shown = {"ballot": ballot, "code": codes.grouped(made[0]), "batch": form.cleaned_data["batch"]}
        shown["address"] = full_address(request, "ballot_class", slug, name)
        spoken = sorted(municipality.languages, key=lambda one: one != municipality.language)  # the place's own first
        shown["spoken_here"] = [(one, AS_CALLED_HERE.get(one, one)) for one in spoken]
        return page(request, "desk/class_made", municipality, "ballots", **shown)
    others = electorate.ways(ballot, without="class")
    return page(request, "desk/class_key", municipality, "ballots", form=form, ballot=ballot, others=others)


@booth
@require_POST
def key_sheet(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The teacher's sheet as PDF, with the key that the page before shows (`code`), in the `language` of the class."""
    municipality, ballot = _at_desk(request, slug, name)
    code = request.POST.get("code", "")[:40]
    try:
        key = services.key_to_print(by=request.actor, municipality=municipality, ballot=ballot, code=code)  # type: ignore[attr-defined]
    except services.UnknownCode as refused:
        messages.error(request, refused.messages[0])
        return redirect("desk_ballot", slug, name)
    wanted = request.POST.get("language", "")
    with override(wanted if wanted in municipality.languages else municipality.language):
        address = full_address(request, "ballot_class", slug, name)
        file = class_sheet_pdf(municipality, ballot, key, codes.normalise(code, lengths=(SIGNS,)), address)
    return as_file(request, file, f"class-{ballot.slug}.pdf")


@require_POST
def stop_key(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Stop a teacher's key."""
    municipality, ballot = _at_desk(request, slug, name)
    key = questions.class_key(ballot, pk)
    if key is None:
        raise Http404
    if not request.POST.get("sure"):
        return ask(
            request, municipality, "ballots", title=_("Stop the key of {batch}?").format(batch=key.batch),
            words=_("The device of this class takes no more votes; those that were sent stay. That can't be undone."),
            label=_("Stop this key"), back=reverse("desk_ballot", args=[slug, name]),
        )  # fmt: skip
    services.stop_class_key(by=request.actor, municipality=municipality, key=key)  # type: ignore[attr-defined]
    messages.success(request, _("The key of {batch} is stopped.").format(batch=key.batch))
    return redirect("desk_ballot", slug, name)
