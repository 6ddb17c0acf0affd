"""Conversations for invited people: the code that all of them share, asked for once on each device."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from firstdoor.core import codes, keys, limits
from firstdoor.core.errors import too_many
from firstdoor.listen.forms.conversations import CodeForm
from firstdoor.listen.models import Conversation

KEPT = 180 * 24 * 3600  # seconds
WRONG = 20  # codes from one address in an hour; a room behind one line types some wrong ones
WRONG_BY_ALL = 500


def _cookie(conversation: Conversation) -> tuple[str, str]:
    """Name and value: a keyed digest, so that nobody writes it without the code, and another with another code."""
    about = f"invited|{conversation.pk}|{conversation.invitation}"
    return f"invited-{conversation.pk.hex}", keys.digest("participants", about)


def asked(request: HttpRequest, municipality: Any, conversation: Conversation) -> HttpResponse | None:
    """The page that asks for the code, or what follows from a code that came along; None where nothing is to be asked."""
    if not conversation.invitation:
        return None
    name, value = _cookie(conversation)
    if hmac.compare_digest(request.COOKIES.get(name, "").encode(), value.encode()):
        return None
    typed = request.POST.get("code", request.GET.get("code"))
    form = CodeForm(None if typed is None else {"code": typed})
    address = reverse("conversation", args=[municipality.slug, conversation.slug])
    if form.is_bound:
        who = f"{limits.address_of(request)}|{conversation.pk}"
        everybody = f"|{conversation.pk}"
        try:
            limits.require_room("invitations", {who: WRONG, everybody: WRONG_BY_ALL}, seconds=3600)
            if form.is_valid() and _fits(conversation, form.cleaned_data["code"]):
                answer = HttpResponseRedirect(address)
                answer.set_cookie(
                    name,
                    value,
                    max_age=KEPT,
                    httponly=True,
                    samesite="Lax",
                    secure=bool(settings.SESSION_COOKIE_SECURE),
                )
                return answer
            limits.hit("invitations", who, allowed=WRONG, seconds=3600)
            limits.hit("invitations", everybody, allowed=WRONG_BY_ALL, seconds=3600)
        except limits.TooMany as refused:
            return too_many(request, refused.seconds)
        if "code" not in form.errors:
            form.add_error("code", _("This is not the code of this conversation. Look at your invitation again."))
    context = {"municipality": municipality, "conversation": conversation, "form": form, "url": address}
    status = 422 if form.errors else 403 if request.method == "POST" else 200
    return render(request, "listen/conversations/code.html", context, status=status)


def _fits(conversation: Conversation, typed: str) -> bool:
    try:
        return hmac.compare_digest(codes.normalise(typed), conversation.invitation)
    except codes.NotACode:
        return False
