"""The voting booth and the result. No page here is logged, kept or sent on; nothing is stored before the vote is cast."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, limits, photos, rights
from firstdoor.core.errors import disk_is_full, too_many
from firstdoor.decide.forms.ballots import CodeForm, ReceiptForm, RegisterForm
from firstdoor.decide.forms.groups import AboutForm
from firstdoor.decide.forms.marks import Marked, read
from firstdoor.decide.models import Ballot, BallotAlarm, Option
from firstdoor.decide.pictures import shown
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import ideas, marks
from firstdoor.decide.services import ballots as services
from firstdoor.places import selectors as places

View = Callable[..., HttpResponse]


def booth(view: View) -> View:
    """Nothing of this page stays in a cache, a search index or the next site's log.

    The policy on referrers stays the site's `same-origin`: with `no-referrer` a browser would send the vote with the
    origin "null", which the check against forged forms refuses.
    """

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return quiet


def ballot_or_404(slug: str, name: str) -> tuple[Any, Ballot]:
    """The municipality and its ballot, unless that is still a draft. Raises Http404."""
    municipality = places.municipality_or_404(slug)
    ballot = questions.ballot(municipality, name, public=True)
    if ballot is None:
        raise Http404
    return municipality, ballot


@require_safe
def public_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every ballot that was opened."""
    municipality = places.municipality_or_404(slug)
    context = {"municipality": municipality, "ballots": questions.public_ballots(municipality), "now": timezone.now()}
    context["asked"] = ideas.open_now(municipality)
    return render(request, "decide/ballots.html", context)


@booth
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What can be chosen, for everybody; with a code the choice, check, done. The code is kept nowhere.

    The address on a card carries the code and leads straight to the choice; from there it travels in the form.
    """
    municipality = places.municipality_or_404(slug)
    ballot = questions.ballot(municipality, name)
    if ballot is None:
        raise Http404
    if ballot.state == Ballot.State.DRAFT:
        # Cards and letters bear this address, and may be out before the vote opens.
        if not ideas.has_begun(ballot) and not questions.has_codes(ballot):
            raise Http404
        return _being_prepared(request, municipality, ballot)
    if not services.voting.is_open(ballot):
        return _not_open(request, municipality, ballot)
    if "register" in request.POST:
        return _from_register(request, municipality, ballot)
    if request.method == "GET" and not request.GET.get("code"):
        return _way_in(request, municipality, ballot, CodeForm())
    form = CodeForm(request.POST if request.method == "POST" else request.GET)
    try:
        _count(request)
        if not form.is_valid():
            return _way_in(request, municipality, ballot, form)
        digest = services.check_code(municipality, ballot, form.cleaned_data["code"])
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except services.CodeRefused as refused:
        return missed(request, ballot, form, refused) or _way_in(request, municipality, ballot, form)
    return _with_code(request, municipality, ballot, form.cleaned_data["code"], digest)


def _being_prepared(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    """What everybody may know of a vote whose ideas have begun or whose codes are out: its stages, and the way to propose."""
    context = {
        "municipality": municipality, "ballot": ballot, "stages": ideas.stages(ballot, None),
        "open": ideas.takes_ideas(ballot), "begun": ideas.has_begun(ballot), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "decide/ballot_preparing.html", context, status=422 if request.method == "POST" else 200)


def _not_open(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    if ballot.state == Ballot.State.COUNTED and request.method == "GET":
        return redirect("ballot_result", municipality.slug, ballot.slug)
    now = timezone.now()
    late = "step" in request.POST and now >= ballot.closes_at  # whoever had chosen hears that it did not count
    context = {"municipality": municipality, "ballot": ballot, "now": now, "late": late}
    return render(request, "decide/ballot_closed.html", context, status=422 if request.method == "POST" else 200)


def _way_in(
    request: HttpRequest, municipality: Any, ballot: Ballot, form: CodeForm, register: RegisterForm | None = None
) -> HttpResponse:
    """The ballot's public page: the field for a code, and all there is to choose. Nothing of how many have voted."""
    if register is None and questions.has_register(ballot):
        register = RegisterForm(prefix="r")
    today = places.local_date(municipality, timezone.now())
    # Where each card has an order of its own each day has one here, so that none is always first.
    options = questions.in_order_of(questions.options(ballot), ballot, f"day|{today.isoformat()}")
    things = [(one, shown(one, municipality, ballot)) for one in options]
    context = {
        "municipality": municipality, "ballot": ballot, "form": form, "register": register, "asked": marks.asked(ballot),
        "with_cards": questions.with_cards(ballot), "things": things, "pictured": any(drawing for _one, drawing in things),
        "stages": ideas.stages(ballot, None),
    }  # fmt: skip
    refused = form.errors or (register and register.errors)
    return render(request, "decide/ballot_code.html", context, status=422 if refused else 200)


def _count(request: HttpRequest) -> None:
    """Count that this address asked. Raises limits.TooMany.

    On a full disk nothing can be counted, and choosing needs nothing kept: whoever votes hears of it when it is sent.
    """
    try:
        limits.hit("voting-codes", limits.address_of(request), allowed=300, seconds=3600)
    except (OperationalError, OSError) as trouble:
        if not disk_is_full(trouble):
            raise


def _with_code(request: HttpRequest, municipality: Any, ballot: Ballot, code: str, digest: str) -> HttpResponse:
    def again() -> bool:
        return services.voting.has_voted(ballot, digest)

    def send(choices: marks.Said, about: dict[str, str]) -> HttpResponse:
        changed = again()  # asked before it is cast: after that it is always true
        receipt = services.cast(
            by=request.actor, municipality=municipality, ballot=ballot, code=code, choices=choices, about=about,  # type: ignore[attr-defined]
        )  # fmt: skip
        said = urlencode({"receipt": codes.grouped(receipt), **({"changed": 1} if changed else {})})
        return redirect(f"{reverse('ballot_done', args=[municipality.slug, ballot.slug])}?{said}")

    return choose(request, municipality, ballot, code, digest, send, again=again)


def _from_register(request: HttpRequest, municipality: Any, ballot: Ballot) -> HttpResponse:
    """In by identity number and birth date; from here on a pass for an hour stands for the code."""
    form = RegisterForm(request.POST, prefix="r")
    try:
        _count(request)
        if not form.is_valid():
            return _way_in(request, municipality, ballot, CodeForm(), form)
        code = services.pass_of_register(municipality, ballot, form.cleaned_data["number"], form.cleaned_data["born"])
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except services.CodeRefused as refused:
        return missed(request, ballot, form, refused) or _way_in(request, municipality, ballot, CodeForm(), form)
    return _with_code(request, municipality, ballot, code, services.check_code(municipality, ballot, code))


@require_safe
def option_photo(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """The photo of something to choose. Of a draft only those who work here see it."""
    municipality = places.municipality_or_404(slug)
    works_here = rights.may(request.actor, "decide.see_desk", municipality)  # type: ignore[attr-defined]
    ballot = questions.ballot(municipality, name, public=not works_here)
    upload = questions.photo(ballot, pk) if ballot else None
    if ballot is None or upload is None:
        raise Http404
    draft = ballot.state == Ballot.State.DRAFT
    return photos.served(upload, {"Cache-Control": "private, no-store" if draft else "public, max-age=3600"})


@booth
@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The booth to try out: the same pages, nothing is kept. Of a draft only those who work here see it."""
    municipality = places.municipality_or_404(slug)
    works_here = rights.may(request.actor, "decide.see_desk", municipality)  # type: ignore[attr-defined]
    ballot = questions.ballot(municipality, name, public=not works_here)
    if ballot is None or ballot.state == Ballot.State.COUNTED:
        raise Http404
    return choose(request, municipality, ballot)


def missed(request: HttpRequest, ballot: Ballot, form: Form, refused: services.CodeRefused) -> HttpResponse | None:
    """Count one wrong code and say so beside its field; the answer when its address, or all together, tried too many."""
    form.add_error(None, refused)
    if isinstance(refused, services.UnknownCode):
        services.sound(ballot, BallotAlarm.Kind.GUESSING)
    try:
        limits.hit("voting-code-guesses", limits.address_of(request), allowed=20, seconds=3600)
        limits.hit("voting-code-guesses", "", allowed=2000, seconds=3600)
    except limits.TooMany:
        return too_many(request, 3600)
    return None


def choose(
    request: HttpRequest,
    municipality: Any,
    ballot: Ballot,
    code: str = "",
    digest: str = "",
    send: Callable[[marks.Said, dict[str, str]], HttpResponse] | None = None,
    **more: Any,
) -> HttpResponse:
    """Choose, check, and `send` what was chosen; without that it is a trial. `code` travels along in the form.

    The pages know `more`: whether this code has voted before (`again`), or a class votes here (`in_class`) and may change
    the language (`languages`).
    """
    options = questions.options(ballot)
    if code:
        options = questions.in_order_of(options, ballot, digest)
    marked = read(ballot, options, request.POST)
    chosen = [(one, marked.given[one.project_id]) for one in options if one.project_id in marked.given]
    spent = sum(one.cost for one, _points in chosen)
    step = (
        "" if "language" in request.POST else request.POST.get("step", "")
    )  # only the language is changed, nothing sent
    context = {
        "municipality": municipality, "ballot": ballot, "code": code, "trial": send is None, "chosen": chosen, "spent": spent,
        "parts": [one.cost for one, _points in chosen], "left": abs(ballot.budget - spent), "over": spent > ballot.budget,
        "kept": [(name, value) for name, value in request.POST.items() if name.startswith("about-")],
        "heading": marks.heading(ballot), "bounds": marks.bounds(ballot),
        "tiles": [(one, shown(one, municipality, ballot), _in_tile(one, marked)) for one in options], **more,
    }  # fmt: skip
    context["pictured"] = any(drawing for _one, drawing, _in in context["tiles"])
    if marks.spreads(ballot):
        context["purse"] = list(marked.given.values())
        context["given"] = sum(marked.given.values())
        context["rest"] = (ballot.points or 0) - context["given"]
        context["excess"] = -context["rest"]
    if step not in {"check", "send"}:
        return render(request, "decide/ballot.html", context)
    if marked.refusal:
        context["error"] = marked.refusal
        context["error_at"] = next((at for at, one in enumerate(options, 1) if one.project_id == marked.at), 1)
        return render(request, "decide/ballot.html", context, status=422)
    if send is None and step == "send":
        return render(request, "decide/ballot_tried.html", context)
    in_class = "in_class" in more  # many at one device: nobody is asked about herself there
    about = None if in_class else AboutForm(request.POST, municipality=municipality, ballot=ballot)
    to_check = context | {
        "tiles": [(one, drawing, marked.given.get(one.project_id, 0)) for one, drawing, _in in context["tiles"]],
        "about": about if about and about.fields else None,
    }
    if send is None or step == "check":
        return render(request, "decide/ballot_check.html", to_check)
    if about is not None and not about.is_valid():
        return render(request, "decide/ballot_check.html", to_check, status=422)
    try:
        return send(marked.said, about.cleaned_data if about else {})
    except (OperationalError, OSError) as trouble:
        if not disk_is_full(trouble):
            raise
        return render(request, "decide/ballot_check.html", to_check | {"unsaved": True}, status=507)
    except services.TooLate:
        return render(request, "decide/ballot_closed.html", context | {"now": timezone.now(), "late": True}, status=422)
    except ValidationError as refused:
        context |= {"error": " ".join(refused.messages), "error_at": 1}
        return render(request, "decide/ballot.html", context, status=422)


def _in_tile(option: Option, marked: Marked) -> bool | str:
    """What stands in the thing's tile: whether it is ticked, or the points as they were typed."""
    return marked.typed[option.project_id] if marked.typed else option.project_id in marked.given


@booth
@require_safe
def done(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The end page: your vote is in the box, or changed. It knows nothing of whose.

    Opened again later, or without a receipt of this ballot, it leads to the page of the receipt, which says how it stands.
    """
    municipality, ballot = ballot_or_404(slug, name)
    receipt = ReceiptForm({"code": request.GET.get("receipt", "")})
    token = receipt.cleaned_data["code"] if receipt.is_valid() else ""
    if not services.voting.is_open(ballot) or not questions.holds_receipt(ballot, services.receipt_hash(token)):
        at = reverse("ballot_receipt", args=[slug, name])
        return redirect(f"{at}?{urlencode({'code': codes.grouped(token)})}" if token else at)
    context = {"municipality": municipality, "ballot": ballot, "receipt": codes.grouped(token)}
    return render(request, "decide/ballot_done.html", context | {"changed": "changed" in request.GET})
