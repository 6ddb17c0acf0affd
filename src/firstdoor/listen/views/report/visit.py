"""What every step has in common: the municipality, the draft behind the visitor's cookie, and the way on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.core import codes, errors, limits
from firstdoor.core.forms import refused_for_now
from firstdoor.listen.models import Draft
from firstdoor.listen.services import drafts
from firstdoor.listen.services.drafts import Writing
from firstdoor.places import selectors as places

_log = logging.getLogger(__name__)
HOUR = 3600
# From one address: a school's or a mobile operator's may stand for many people.
DRAFTS_AN_HOUR, REPORTS_AN_HOUR = 90, 30
# From all addresses together: beyond it something is wrong, and the telephone still answers.
REPORTS_AN_HOUR_FROM_ALL = 3000


class Visit:
    """One request to one step. Pages of a report are never stored by a browser or on the way."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        self.request = request
        self.municipality = places.municipality_or_404(slug)
        self.now = timezone.now()
        self.draft: Draft | None = None
        self.writing = Writing(language=language_now(), begun=self.now.timestamp())
        found = drafts.find(self.municipality, request.COOKIES.get(cookie_name(), ""), now=self.now)
        if found:
            self.draft, self.writing = found
        self.posted = request.method == "POST"
        self.status: int | None = None  # of a page whose form was refused for another reason than what is in it

    @property
    def to_check(self) -> bool:
        """Whether the visitor came from the check by "Change", and returns straight there."""
        return self.request.GET.get("back") == "check"

    def url(self, route: str, **query: str) -> str:
        """The address of a step here."""
        address = reverse(route, args=[self.municipality.slug])
        return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")

    @property
    def door(self) -> str:
        """The municipality's door."""
        return f"/{language_now()}/{self.municipality.slug}/"

    def show(
        self, template: str, *, status: int | None = None, form: Form | None = None, **context: Any
    ) -> HttpResponse:
        """A page of the report; 422 when its form was refused."""
        again_in = getattr(form, "again_in", 0)
        status = status or self.status
        if status is None:
            status = 422 if form is not None and form.is_bound and form.errors else 200
        context = {"municipality": self.municipality, "writing": self.writing, "form": form, **context}
        response = unstored(render(self.request, template, context, status=status))
        if again_in:
            response["Retry-After"] = str(again_in)
        return response

    def go(self, route: str, **query: str) -> HttpResponse:
        """To another step."""
        return unstored(redirect(self.url(route, **query)))

    def write(self, **values: Any) -> None:
        """Put values into what is being written, in the language of the page."""
        for name, value in values.items():
            setattr(self.writing, name, value)
        self.writing.language = language_now()

    def begin_anew(self) -> None:
        """Leave what was sent before: another report begins."""
        self.draft, self.writing = None, Writing(language=language_now(), begun=self.now.timestamp())

    def on(self, form: Form, act: Callable[[], HttpResponse]) -> HttpResponse | None:
        """What `act` answers; None when it was too often, or nothing can be kept now: the form says so, and keeps all."""
        try:
            return act()
        except limits.TooMany as many:
            self.status = refused_for_now(form, many.seconds)
        except ValidationError as wrong:  # what was fine when it was written no longer is, such as a boundary
            form.add_error(None, wrong.messages)
        except (OperationalError, OSError) as trouble:
            _log.exception("a report could not be kept")
            self.status = not_kept(form, trouble)
        return None

    def go_on(self, route: str) -> HttpResponse:
        """Keep what was written and go to the next question, or back to the check. Raises limits.TooMany.

        When the draft is gone (a day has passed), what was posted begins a new one, and the first page says so.
        """
        if self.draft is not None and drafts.keep(draft=self.draft, writing=self.writing, now=self.now):
            return self.go("report_check" if self.to_check and self.writing.words else route)
        limits.hit("draft", limits.address_of(self.request), allowed=DRAFTS_AN_HOUR, seconds=HOUR)
        self.draft = drafts.begin(municipality=self.municipality, writing=self.writing, now=self.now)
        if self.writing.words or self.writing.quiet:
            return self.with_cookie(self.go(route))
        return self.with_cookie(self.go("report", expired="1"))

    def with_cookie(self, response: HttpResponse) -> HttpResponse:
        """The draft's id, in a cookie for these pages in each language and for nothing else."""
        for code, _name in settings.LANGUAGES:
            if self.draft is not None:
                response.set_cookie(
                    cookie_name(code), str(self.draft.pk), max_age=int(drafts.KEPT.total_seconds()), httponly=True,
                    path=f"/{code}/{self.municipality.slug}/report/", samesite="Lax",
                    secure=settings.SESSION_COOKIE_SECURE,
                )  # fmt: skip
        return response

    def without_cookie(self, response: HttpResponse) -> HttpResponse:
        """Nothing is kept here any more."""
        for code, _name in settings.LANGUAGES:
            response.delete_cookie(cookie_name(code), path=f"/{code}/{self.municipality.slug}/report/")
        return response

    def receipt(self) -> HttpResponse:
        """To the lasting page of what was sent: a room above draws it, at the address that is promised to everybody."""
        return unstored(redirect(self.receipt_url))

    @property
    def receipt_url(self) -> str:
        """The address of the receipt."""
        return f"/r/{codes.grouped(self.writing.sent)}"

    @property
    def voice_id(self) -> UUID:
        """The voice that was sent."""
        return UUID(self.writing.voice)


Step = Callable[[Visit], HttpResponse]


def step(*, begins: bool = False, only_shows: bool = False) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A step's view, for GET and, unless it `only_shows`, POST.

    What was sent already ends on its receipt, but where a report `begins`.
    """

    def decorate(view: Step) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD"] if only_shows else ["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, slug: str) -> HttpResponse:
            visit = Visit(request, slug)
            return visit.receipt() if visit.writing.sent and not begins else view(visit)

        return answer

    return decorate


def needs_words(view: Step) -> Step:
    """A page that makes no sense before something was written: a GET without a draft goes to the first question."""

    @wraps(view)
    def answer(visit: Visit) -> HttpResponse:
        if not visit.posted and not visit.writing.words:
            return visit.go("report")
        return view(visit)

    return answer


def not_kept(form: Form, trouble: Exception) -> int:
    """Say beside the form that the disk or the database takes nothing now; the status of the page."""
    form.add_error(None, _("We could not keep this just now. What you wrote is still here: try again, or call us."))
    return 507 if errors.disk_is_full(trouble) else 503


def asked_again(form: Form) -> None:
    """What looks like a robot is asked once more, politely: it may be a person."""
    form.add_error(None, _("That went very fast. Look at it once more and send it again."))


def language_now() -> str:
    """The language of the page: two letters."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def cookie_name(language: str = "") -> str:
    """The draft's cookie, one for each language's path."""
    return f"draft-{language or language_now()}"


def unstored(response: HttpResponse) -> HttpResponse:
    """Neither browser nor proxy keeps it, no search engine lists it.

    The policy on referrers stays `same-origin`: with `no-referrer` a browser would send forms with the origin "null",
    which the check against forged forms refuses. Nothing of the address reaches other sites either way.
    """
    response["Cache-Control"] = "no-store, private"
    if not isinstance(response, HttpResponseRedirect):
        response["X-Robots-Tag"] = "noindex"
    return response
