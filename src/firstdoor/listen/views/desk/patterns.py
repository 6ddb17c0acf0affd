"""What may be one person voting for many, at the desk: counts, and what can be done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstdoor.core.acting import accepted
from firstdoor.listen.forms.conversations import LeaveOutForm
from firstdoor.listen.models import Conversation
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.selectors import patterns as questions
from firstdoor.listen.services import patterns as services
from firstdoor.listen.services.conversations import HOLD
from firstdoor.listen.views.desk import frame


def _one(request: HttpRequest, slug: str, name: str) -> tuple[Any, Any, Conversation]:
    by, municipality = frame.enter(request, slug, HOLD)
    found = talks.conversation(municipality, name, public=True)
    if found is None:
        raise Http404
    return by, municipality, found


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Patterns of votes and statements; sent, the people of one are left out of the map with a reason."""
    by, municipality, conversation = _one(request, slug, name)
    key = request.POST.get("key", "")[:16]
    form = LeaveOutForm(request.POST or None, languages=municipality.languages)
    if form.is_valid() and accepted(
        form,
        lambda: services.leave_out(
            by=by, municipality=municipality, conversation=conversation, key=key, reason=form.words_of("reason")
        ),
    ):
        messages.success(request, _("They are left out of the map. How many and why stands with the results."))
        return redirect("desk_patterns", slug, name)
    rows = questions.patterns(conversation)
    return frame.page(
        request, "conversations/patterns", municipality, desk_page="conversations", conversation=conversation,
        rows=[(one, form if one.key == key else LeaveOutForm(languages=municipality.languages)) for one in rows],
        writers=questions.busy_writers(conversation), left=questions.left_out(conversation), form=form,
        lost=form.is_bound and key not in {one.key for one in rows}, status=422 if form.errors else 200,
    )  # fmt: skip


@require_POST
def put_back(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Put the people of a pattern back into the map."""
    by, municipality, conversation = _one(request, slug, name)
    left = next((one for one in questions.left_out(conversation) if one.pk == pk), None)
    if left is None:
        raise Http404
    services.put_back(by=by, municipality=municipality, left=left)
    messages.success(request, _("They are in the map again."))
    return redirect("desk_patterns", slug, name)
