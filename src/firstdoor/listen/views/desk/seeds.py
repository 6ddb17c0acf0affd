"""The statements a conversation begins with: written by hand, or made of what people said before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core.acting import accepted
from firstdoor.core.texts import make
from firstdoor.listen.forms.conversations import BeginForm
from firstdoor.listen.models import Conversation
from firstdoor.listen.models.conversation import STATEMENT_MOST
from firstdoor.listen.selectors import conversations as questions
from firstdoor.listen.selectors import sources, top_themes
from firstdoor.listen.services import statements
from firstdoor.listen.services.conversations import HOLD
from firstdoor.listen.views.desk import frame


def _one(request: HttpRequest, slug: str, name: str) -> tuple[Any, Any, Conversation]:
    by, municipality = frame.enter(request, slug, HOLD)
    found = questions.conversation(municipality, name)
    if found is None:
        raise Http404
    return by, municipality, found


def _id(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def begin_with(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Add a statement to begin with; the form comes back empty for the next one."""
    by, municipality, conversation = _one(request, slug, name)
    voice, case = _id(request, "voice"), _id(request, "case")
    heard = []
    if voice is not None:
        heard = [one for one in [sources.public_source(municipality, voice)] if one]
    elif case is not None:
        heard = sources.public_voices_of_case(municipality, case)
    if (voice or case) and not heard:
        raise Http404
    initial = {"words": make(heard[0].language, heard[0].words[:STATEMENT_MOST])} if heard else None
    form = BeginForm(request.POST or None, languages=municipality.languages, initial=initial)
    if form.is_valid() and accepted(
        form,
        lambda: statements.begin_with(
            by=by, municipality=municipality, conversation=conversation, words=form.words_of("words"), voice=voice,
            case=case,
        ),
    ):  # fmt: skip
        if heard:
            messages.success(request, _("It is a statement now. Whoever said it reads so on their receipt’s page."))
            back = reverse("desk_conversation_sources", args=[slug, name])
            return redirect(f"{back}?theme={request.GET.get('theme', '')[:40]}")
        return redirect("desk_conversation_begin_with", slug, name)
    return frame.page(
        request, "conversations/begin_with", municipality, desk_page="conversations", form=form,
        conversation=conversation, shown=list(questions.shown(conversation)), heard=heard[:12],
        theme=request.GET.get("theme", "")[:40], status=422 if form.errors else 200,
    )  # fmt: skip


@require_safe
def choose(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What people said before, by theme, to make statements of"""
    _by, municipality, conversation = _one(request, slug, name)
    counts = sources.voices_by_theme(municipality)
    themes = sorted(
        ((theme, counts[theme.code]) for theme in top_themes(municipality) if theme.code in counts),
        key=lambda pair: -pair[1],
    )
    wanted = request.GET.get("theme", "")
    theme = next((one for one, _n in themes if one.code == wanted), themes[0][0] if themes else None)
    number = frame.page_number(request)
    rows, pages = sources.sources_about(conversation, theme.code, number) if theme else ([], 1)
    return frame.page(
        request, "conversations/sources", municipality, desk_page="conversations", conversation=conversation,
        themes=themes, theme=theme, rows=rows, number=min(max(number, 1), pages), pages=pages,
    )  # fmt: skip
