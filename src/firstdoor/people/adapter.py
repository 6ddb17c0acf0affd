"""How allauth behaves here: nobody signs up by themselves, letters go through the outbox."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from firstdoor.core import outbox


class Adapter(DefaultAccountAdapter):
    """Accounts are made by those who may grant roles."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render allauth's letter and put it into the outbox, once."""
        message = self.render_mail(template_prefix, email, context)
        letter = outbox.Letter(email, message.subject, message.body)
        digest = hashlib.sha256(f"{email}|{message.subject}|{message.body}".encode()).hexdigest()
        outbox.post(letter, dedup_key=f"account-{digest}")
