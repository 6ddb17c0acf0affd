"""Each request knows its actor; a missing right is a 404 for somebody signed in, and the sign-in page for others."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from firstdoor.core.errors import not_found
from firstdoor.core.rights import NotAllowed
from firstdoor.people.services.actors import actor_of


class ActorMiddleware:
    """Sets `request.actor`, without a query until somebody asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the actor at hand."""
        request.actor = SimpleLazyObject(lambda: self._actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if "/desk/" in request.path and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # nothing of the desk stays on a shared machine
        return response

    @staticmethod
    def _actor(request: HttpRequest) -> object:
        user = request.user
        return actor_of(user if user.is_authenticated else None, today=timezone.localdate())  # type: ignore[arg-type]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """NotAllowed, raised anywhere below: sign in, or nothing here.

        Who is not signed in is asked to at every desk alike: a 404 would say which municipalities have opened theirs.
        """
        at_a_desk = request.resolver_match is not None and "desk/" in request.resolver_match.route
        hidden = isinstance(exception, Http404) and at_a_desk and not request.user.is_authenticated
        if not hidden and not isinstance(exception, NotAllowed):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_request_login_code"))
        return not_found(request, Http404())
