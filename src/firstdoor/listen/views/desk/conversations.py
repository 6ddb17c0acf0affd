"""Conversations at the desk: prepared, opened, read, closed."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import codes, rights
from firstdoor.core.acting import accepted, told
from firstdoor.core.texts import plain
from firstdoor.listen.forms import conversations as forms
from firstdoor.listen.models import Conversation, Statement
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors import moderation
from firstdoor.listen.selectors.hands import hand_totals
from firstdoor.listen.selectors.lately import tallies
from firstdoor.listen.selectors.participants import about_participants
from firstdoor.listen.services import conversations as services
from firstdoor.listen.services import statements
from firstdoor.listen.services.hands import COUNT
from firstdoor.listen.views.desk import frame
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])
SEE, HOLD = "listen.see_conversations", services.HOLD


def _at_desk(request: HttpRequest, slug: str, permission: str = HOLD) -> Any:
    municipality = places.municipality_or_404(slug)
    rights.require(request.actor, permission, municipality)  # type: ignore[attr-defined]
    return municipality


def _one(request: HttpRequest, slug: str, name: str, permission: str = HOLD) -> tuple[Any, Conversation]:
    municipality = _at_desk(request, slug, permission)
    found = questions.conversation(municipality, name)
    if found is None:
        raise Http404
    return municipality, found


def _statement(request: HttpRequest, slug: str, name: str, number: int) -> tuple[Any, Conversation, Statement]:
    municipality, conversation = _one(request, slug, name)
    found = questions.statement(conversation, number)
    if found is None:
        raise Http404
    return municipality, conversation, found


def _page(request: HttpRequest, template: str, municipality: Any, **context: Any) -> HttpResponse:
    refused = any(isinstance(one, django_forms.BaseForm) and one.errors for one in context.values())
    context |= {"municipality": municipality, "desk_page": "conversations"}
    context["may_hold"] = rights.may(request.actor, HOLD, municipality)  # type: ignore[attr-defined]
    return render(request, f"listen/desk/conversations/{template}.html", context, status=422 if refused else 200)


@require_safe
def desk_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All conversations, drafts too."""
    municipality = _at_desk(request, slug, SEE)
    today = places.local_date(municipality, timezone.now())
    rows = [(row, questions.standing(row, today)) for row in questions.conversations(municipality, public=False)]
    return _page(request, "list", municipality, rows=rows)


@GET_AND_POST
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a conversation."""
    municipality = _at_desk(request, slug)
    form = forms.ConversationForm(request.POST or None, municipality=municipality)
    made: list[Conversation] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(
            services.prepare_conversation(by=request.actor, municipality=municipality, **form.values())  # type: ignore[attr-defined]
        ),
    ):
        messages.success(request, _("It is prepared. Now write the statements that people vote on first."))
        return redirect("desk_conversation_begin_with", slug, made[0].slug)
    return _page(request, "form", municipality, form=form, title=_("Prepare a conversation"), label=_("Prepare it"))


@require_safe
def page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One conversation: what waits, what is shown, what is not; each a page at a time."""
    municipality, conversation = _one(request, slug, name, SEE)
    counts, raised = tallies(conversation), hand_totals(conversation)
    at = {part: frame.page_number(request, part) for part in ("waiting", "shown", "hidden")}
    groups, waiting_pages, waiting = moderation.waiting(conversation, at["waiting"])
    shown, shown_pages = moderation.shown(conversation, at["shown"])
    hidden, hidden_pages = moderation.not_shown(conversation, at["hidden"])
    today = places.local_date(municipality, timezone.now())
    return _page(
        request, "page", municipality, conversation=conversation, groups=groups, waiting=waiting,
        shown=[_counted(row, counts, raised) for row in shown], hidden=hidden,
        may_count=rights.may(request.actor, COUNT, municipality),  # type: ignore[attr-defined]
        standing=questions.standing(conversation, today), people=conversation.participants.count(),
        on_paper=sum(n for about, n in about_participants(conversation).items() if about[0] == "paper"),
        invitation=_invitation(conversation), link=_link(conversation),
        votes=sum(sum(three) for three in counts.values()), fewest=services.FEWEST,
        enough=questions.shown(conversation).count() >= services.FEWEST,
        waiting_turn=_turn(at["waiting"], waiting_pages), shown_turn=_turn(at["shown"], shown_pages),
        hidden_turn=_turn(at["hidden"], hidden_pages),
    )  # fmt: skip


def _counted(row: Statement, counts: dict[Any, Any], raised: dict[Any, Any]) -> tuple[Statement, list[int], int]:
    """A statement with how many agree, disagree and pass, single votes and hands together, and how many hands."""
    hands = raised.get(row.pk, (0, 0, 0))
    together = [votes + more for votes, more in zip(counts.get(row.pk, (0, 0, 0)), hands, strict=True)]
    return row, together, sum(hands)


def _turn(at: int, pages: int) -> dict[str, int] | None:
    """Which page it is, of how many, and those beside it (0: none); nothing where there is only one."""
    at = min(max(at, 1), pages)
    return {"at": at, "of": pages, "before": at - 1, "after": at + 1 if at < pages else 0} if pages > 1 else None


def _link(conversation: Conversation) -> str:
    """The address to pass on, as it stands on the poster: without a language, short enough to type."""
    return f"{settings.PUBLIC_URL}/{conversation.municipality.slug}/c/{conversation.slug}/"


def _invitation(conversation: Conversation) -> tuple[str, str] | None:
    """The code that invited people share, and a link that brings it along."""
    if not conversation.invitation:
        return None
    code = codes.grouped(conversation.invitation)
    return code, f"{_link(conversation)}?code={code}"


@GET_AND_POST
def change(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change words, days or moderation."""
    municipality, conversation = _one(request, slug, name)
    form = forms.ConversationForm(request.POST or None, municipality=municipality, conversation=conversation)
    if form.is_valid() and accepted(
        form,
        lambda: services.change_conversation(
            by=request.actor, municipality=municipality, conversation=conversation,  # type: ignore[attr-defined]
            version=form.cleaned_data["version"] or 0, **form.values(),
        ),
    ):  # fmt: skip
        return redirect("desk_conversation", slug, name)
    return _page(
        request, "form", municipality, form=form, conversation=conversation, title=_("Change the conversation"),
        label=_("Save"),
    )  # fmt: skip


@require_POST
def open_it(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Open it."""
    municipality, conversation = _one(request, slug, name)
    told(
        request,
        lambda: services.open_conversation(by=request.actor, municipality=municipality, conversation=conversation),  # type: ignore[attr-defined]
        _("It is open: everybody sees it, and votes are taken from its first day on."),
    )
    return redirect("desk_conversation", slug, name)


@require_POST
def close_it(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Close it before its last day."""
    municipality, conversation = _one(request, slug, name)
    told(
        request,
        lambda: services.close_conversation(by=request.actor, municipality=municipality, conversation=conversation),  # type: ignore[attr-defined]
        _("It is closed. Every vote until now counts."),
    )
    return redirect("desk_conversation", slug, name)


@GET_AND_POST
def statement(request: HttpRequest, slug: str, name: str, number: int) -> HttpResponse:
    """One statement with those that are alike: show it, merge it, translate it; sent, it is rejected with a reason."""
    municipality, conversation, found = _statement(request, slug, name, number)
    form = forms.RejectForm(request.POST or None, languages=municipality.languages)
    if form.is_valid() and accepted(
        form,
        lambda: statements.reject_statement(
            by=request.actor, municipality=municipality, statement=found, reason=form.words_of("reason"),  # type: ignore[attr-defined]
            equal=True,
        ),
    ):  # fmt: skip
        messages.success(request, _("It is not shown. Whoever wrote it reads why."))
        return redirect("desk_conversation", slug, name)
    return _looked(request, municipality, conversation, found, form=form)


def _looked(
    request: HttpRequest, municipality: Any, conversation: Conversation, found: Statement, **more: Any
) -> HttpResponse:
    alike = questions.alike(conversation, plain(found.text), apart=found.pk) if found.text else []
    context = {
        "form": forms.RejectForm(languages=municipality.languages), "merging": forms.MergeForm(prefix="merge"),
        "translating": forms.TranslationForm(languages=municipality.languages, statement=found, prefix="in"), **more,
    }  # fmt: skip
    return _page(
        request, "statement", municipality, conversation=conversation, statement=found, alike=alike,
        equal=len(moderation.equal_to(found)),
        votes=tallies(conversation).get(found.pk, (0, 0, 0)), **context,
    )  # fmt: skip


@require_POST
def show(request: HttpRequest, slug: str, name: str, number: int) -> HttpResponse:
    """Let everybody read it and vote on it."""
    municipality, _conversation, found = _statement(request, slug, name, number)
    told(
        request,
        lambda: statements.show_statement(by=request.actor, municipality=municipality, statement=found, equal=True),  # type: ignore[attr-defined]
        _("It is shown: people vote on it."),
    )
    return redirect("desk_conversation", slug, name)


@require_POST
def translate(request: HttpRequest, slug: str, name: str, number: int) -> HttpResponse:
    """Put a translation beside the original."""
    municipality, conversation, found = _statement(request, slug, name, number)
    form = forms.TranslationForm(request.POST, languages=municipality.languages, statement=found, prefix="in")
    if form.is_valid() and accepted(
        form,
        lambda: statements.translate_statement(
            by=request.actor, municipality=municipality, statement=found, translations=form.cleaned_data  # type: ignore[attr-defined]
        ),
    ):  # fmt: skip
        messages.success(request, _("The translation stands beside the original."))
        return redirect("desk_statement", slug, name, number)
    return _looked(request, municipality, conversation, found, translating=form)


@require_POST
def merge(request: HttpRequest, slug: str, name: str, number: int) -> HttpResponse:
    """Merge it into another one."""
    municipality, conversation, found = _statement(request, slug, name, number)
    form = forms.MergeForm(request.POST, prefix="merge")
    if form.is_valid():
        kept = questions.statement(conversation, form.cleaned_data["into"])
        if kept is None:
            form.add_error("into", _("There is no statement with this number."))
        elif accepted(
            form,
            lambda: statements.merge_statement(
                by=request.actor, municipality=municipality, statement=found, into=kept, equal=True,  # type: ignore[attr-defined]
            ),
        ):  # fmt: skip
            messages.success(request, _("Merged: its votes count on the one that stays."))
            return redirect("desk_statement", slug, name, kept.number)
    return _looked(request, municipality, conversation, found, merging=form)
