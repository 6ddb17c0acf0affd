"""Conversations for everybody: which there are, one statement at a time, a statement of one's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, limits
from firstdoor.core.errors import too_many
from firstdoor.core.forms import refused_for_now
from firstdoor.core.texts import original, show
from firstdoor.listen.forms.conversations import StatementForm
from firstdoor.listen.models import Conversation, Statement
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.services import ContactGiven, statements, voting
from firstdoor.listen.views import invitation
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])
KEPT = 180 * 24 * 3600  # seconds that a browser keeps the token
LATER = 60  # statements put off that an address remembers
ANSWERS = {"agree": 1, "pass": 0, "disagree": -1}
WORDS = {value: name for name, value in ANSWERS.items()}


@require_safe
def public_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What people talk about now, and what came of it before."""
    municipality = places.municipality_or_404(slug)
    today = places.local_date(municipality, timezone.now())
    rows = questions.conversations(municipality, public=True)
    stands = [(row, questions.standing(row, today)) for row in rows]
    context = {
        "municipality": municipality,
        "now": [row for row, how in stands if how == "open"],
        "coming": [row for row, how in stands if how == "coming"],
        "over": [row for row, how in stands if how == "over"],
    }
    return render(request, "listen/conversations/list.html", context)


def _enter(slug: str, name: str) -> tuple[Any, Conversation, str]:
    municipality = places.municipality_or_404(slug)
    conversation = questions.conversation(municipality, name, public=True)
    if conversation is None:
        raise Http404
    today = places.local_date(municipality, timezone.now())
    return municipality, conversation, questions.standing(conversation, today)


@require_safe
def short(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The address on a poster, short enough to type: leads to the conversation"""
    _municipality, conversation, _how = _enter(slug, name)
    # The code of an invitation comes along from the poster; nothing else does.
    code = request.GET.get("code", "")[:40]
    there = reverse("conversation", args=[slug, conversation.slug])
    return redirect(f"{there}?{urlencode({'code': code})}" if code else there)


def cookie_of(conversation: Conversation) -> str:
    """The name of the cookie: one for each conversation, so that nobody is followed from one to the next."""
    return f"conversation-{conversation.pk.hex}"


def _token(request: HttpRequest, conversation: Conversation) -> str:
    """The visitor's token, a new one for somebody new. Raises TooMany when an address brings too many new ones."""
    token = request.COOKIES.get(cookie_of(conversation), "")
    if token and questions.participant(conversation, voting.token_hmac(token)) is not None:
        return token
    who = f"{limits.address_of(request)}|{conversation.pk}"
    limits.hit("participants", who, allowed=conversation.new_an_hour, seconds=3600)
    return voting.new_token()


def _with_token(response: HttpResponse, conversation: Conversation, token: str) -> HttpResponse:
    response.set_cookie(
        cookie_of(conversation), token, max_age=KEPT, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip
    return response


def _numbers(words: str) -> list[int]:
    parts = [part for part in words.split(",") if part.isascii() and part.isdigit() and len(part) < 8]
    return [int(part) for part in parts][-LATER:]


@GET_AND_POST
def vote(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One statement: agree, disagree, pass, another one; undo on the page after."""
    municipality, conversation, how = _enter(slug, name)
    context: dict[str, Any] = {"municipality": municipality, "conversation": conversation, "standing": how}
    if how == "open" and (page := invitation.asked(request, municipality, conversation)) is not None:
        return page
    if request.method == "POST" and how == "open":
        return _voted(request, municipality, conversation)
    if how != "open":
        context["late"] = request.method == "POST"
        token = request.COOKIES.get(cookie_of(conversation), "")
        context["took_part"] = bool(token) and questions.participant(conversation, voting.token_hmac(token)) is not None
        page = render(request, "listen/conversations/closed.html", context, status=422 if context["late"] else 200)
        return _told(request, "over", page)
    return _ask(request, conversation, context)


def _ask(request: HttpRequest, conversation: Conversation, context: dict[str, Any], status: int = 200) -> HttpResponse:
    token = request.COOKIES.get(cookie_of(conversation), "")
    who = questions.participant(conversation, voting.token_hmac(token)) if token else None
    later = _numbers(request.GET.get("later", ""))
    wanted = _numbers(request.GET.get("statement", ""))
    turn = questions.turn(
        conversation, who, wanted=wanted[0] if wanted else None, later=later,
        seed=str(who.pk) if who else limits.address_of(request),
    )  # fmt: skip
    done = _numbers(request.GET.get("done", ""))
    context |= {
        "turn": turn, "later": ",".join(map(str, later)), "vote": WORDS.get(turn.vote, "") if turn.vote is not None else "",
        "left": turn.all - turn.seen, "error": context.get("error", ""), "ahead": [_words(one) for one in turn.ahead],
    }  # fmt: skip
    if who is not None and turn.statement is None:
        context["answers"] = [(row, WORDS[value]) for row, value in questions.answers_of(conversation, who)]
    if done and request.GET.get("as") in ANSWERS:
        context |= {"done": done[0], "done_as": request.GET["as"], "done_was": request.GET.get("was", "")[:8]}
    response = render(request, "listen/conversations/vote.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _words(statement: Statement) -> dict[str, Any]:
    """A statement as a page shows it when a script puts it there."""
    shown, source = show(statement.text), original(statement.text)
    told = {"number": statement.number, "words": shown.words, "lang": shown.language}
    return {**told, "original": source.words, "originalLang": source.language} if source else told


def _told(request: HttpRequest, why: str, page: HttpResponse) -> HttpResponse:
    """The page, or for a script that sends votes which waited on a phone what it would say."""
    return JsonResponse({"why": why}, status=page.status_code) if _by_script(request) else page


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _voted(request: HttpRequest, municipality: Any, conversation: Conversation) -> HttpResponse:
    numbers = _numbers(request.POST.get("statement", ""))
    later = _numbers(request.POST.get("later", ""))
    act = request.POST.get("act", "")
    context: dict[str, Any] = {"municipality": municipality, "conversation": conversation, "standing": "open"}
    if not numbers or act not in {*ANSWERS, "undo", "another"}:
        context["error"] = "choose"
        return _told(request, "choose", _ask(request, conversation, context, status=422))
    number = numbers[0]
    if act == "another":
        return _next(request, conversation, later=[*later, number])
    try:
        token = _token(request, conversation)
        if act == "undo":
            to = ANSWERS.get(request.POST.get("was", ""))
            statement = voting.take_back(
                by=request.actor, municipality=municipality, conversation=conversation, token=token,  # type: ignore[attr-defined]
                number=number, to=to,
            )  # fmt: skip
            return _next(request, conversation, later=later, statement=statement.number)
        statement, was = voting.cast_vote(
            by=request.actor, municipality=municipality, conversation=conversation, token=token, number=number,  # type: ignore[attr-defined]
            value=ANSWERS[act], address=limits.address_of(request),
        )  # fmt: skip
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
    except voting.Over:
        context |= {"late": True, "standing": "over"}
        return _told(request, "over", render(request, "listen/conversations/closed.html", context, status=422))
    except voting.NotShown:
        context["error"] = "gone"
        return _told(request, "gone", _ask(request, conversation, context, status=422))
    more = {"done": statement.number, "as": act, "was": "" if was is None else WORDS[was]}
    return _with_token(_next(request, conversation, later=later, **more), conversation, token)


def _next(request: HttpRequest, conversation: Conversation, *, later: list[int], **more: Any) -> HttpResponse:
    """The page after; a script is told its address."""
    query = {name: value for name, value in more.items() if value != ""}
    if later:
        query["later"] = ",".join(map(str, later[-LATER:]))
    address = reverse("conversation", args=[conversation.municipality.slug, conversation.slug])
    address = f"{address}?{urlencode(query)}" if query else address
    return JsonResponse({"next": address}) if _by_script(request) else HttpResponseRedirect(address)


@GET_AND_POST
def write(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A statement of one's own: write, see what is alike and how it will look, send."""
    municipality, conversation, how = _enter(slug, name)
    context: dict[str, Any] = {"municipality": municipality, "conversation": conversation, "standing": how}
    if how != "open":
        context |= {"late": request.method == "POST", "wrote": request.POST.get("words", "")}
        return render(request, "listen/conversations/closed.html", context, status=422 if context["late"] else 200)
    if invitation.asked(request, municipality, conversation) is not None:
        return redirect("conversation", slug, name)
    languages = municipality.languages
    form = StatementForm(request.POST or None, languages=languages)
    context["form"] = form
    if not form.is_valid():
        return render(request, "listen/conversations/write.html", context, status=422 if form.is_bound else 200)
    if "change" in request.POST:
        context["form"] = StatementForm(initial=form.cleaned_data, languages=languages)
        return render(request, "listen/conversations/write.html", context)
    if "send" not in request.POST:
        context["sending"] = StatementForm(
            initial=form.cleaned_data, languages=languages
        )  # as it was read, not as it was typed
        context["alike"] = questions.alike(conversation, form.cleaned_data["words"])
        return render(request, "listen/conversations/check.html", context)
    try:
        limits.hit("statements-from", limits.address_of(request), allowed=60, seconds=3600)
        token = _token(request, conversation)
        filed = statements.write_statement(
            by=request.actor, municipality=municipality, conversation=conversation, token=token,  # type: ignore[attr-defined]
            words=form.cleaned_data["words"], language=form.cleaned_data["language"],
            draft_key=form.cleaned_data["draft_key"], contact=ContactGiven.by_email(form.cleaned_data["email"]),
        )  # fmt: skip
    except limits.TooMany as refused:
        return render(
            request, "listen/conversations/write.html", context, status=refused_for_now(form, refused.seconds)
        )
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return render(request, "listen/conversations/write.html", context, status=422)
    if not filed.code:  # sent twice, and no copy of the code is kept
        return redirect("conversation", slug, name)
    return _with_token(redirect("receipt", codes.grouped(filed.code)), conversation, token)
