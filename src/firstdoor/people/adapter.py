"""How allauth behaves here: nobody signs up by themselves, letters go through the outbox, pages speak for themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from firstdoor.people import letters


class Adapter(DefaultAccountAdapter):
    """Accounts are made by those who may grant roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The one letter that allauth sends here is that with the code."""
        letters.code(email, context["code"])

    def add_message(self, *args: Any, **options: Any) -> None:
        """Nothing: each page says by itself what happened."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Somebody whose account was closed between asking for a code and typing it: back to the beginning."""
        return redirect("account_request_login_code")
