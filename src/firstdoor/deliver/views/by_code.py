"""What all pages under `/r/` share: finding the voice, forgiving typing, refusing guesses, leaving no trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from firstdoor.core import codes, limits, receipts
from firstdoor.core.errors import too_many
from firstdoor.listen import selectors as listen
from firstdoor.places import selectors as places

if TYPE_CHECKING:
    from firstdoor.core.models import Receipt
    from firstdoor.listen.models import Voice

HOUR = 3600
MISSES_FROM_ONE_ADDRESS = 20
MISSES_OVER_ALL = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """The voice behind a code, and the code as people see it. `query` keeps the chosen language in links."""

    receipt: Receipt
    voice: Voice
    code: str
    query: str


Page = Callable[[HttpRequest, Found], HttpResponse]


def untraced(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language of `?lang=`, keep the page out of caches, search engines and other sites' logs.

    Without the check for forged forms: nothing here acts by a cookie, whoever knows the code could send the form
    anyway; and under `no-referrer` browsers send `Origin: null`, which that check refuses.
    """

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang", "")
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
        except limits.TooMany as limit:
            response = too_many(request, limit.seconds)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def by_code(view: Page) -> Callable[..., HttpResponse]:
    """Give the view what its code finds; redirect what was typed otherwise to the one address, 404 the rest."""

    @untraced
    @wraps(view)
    def answered(request: HttpRequest, code: str) -> HttpResponse:
        try:
            bare = codes.normalise(code)
        except codes.NotACode as slip:
            return not_found(request, code, why_not(code, str(slip)))
        asked = request.GET.get("lang", "")
        query = f"?lang={asked}" if asked in dict(settings.LANGUAGES) else ""
        if codes.grouped(bare) != code:
            return redirect(f"{request.path.replace(f'/r/{code}', f'/r/{codes.grouped(bare)}', 1)}{query}")
        voice, receipt = _look_up(request, bare)
        if voice is None or receipt is None:
            words = _(
                "Nobody has this code. Look at the slip once more, or call us: we find what you told us together."
            )
            return not_found(request, code, words)
        timezone.activate(voice.municipality.zone)
        return view(request, Found(receipt, voice, code, query))

    return answered


def _look_up(request: HttpRequest, bare: str) -> tuple[Voice | None, Receipt | None]:
    """Only a code that could be one and is nobody's costs a try: typing slips are noticed by the check character."""
    allowed = {limits.address_of(request): MISSES_FROM_ONE_ADDRESS, "": MISSES_OVER_ALL}
    limits.require_room("receipt", allowed, seconds=HOUR)
    receipt = receipts.resolve(bare)
    voice = listen.voice_of(receipt.voice_id) if receipt else None
    if voice is None:
        for who, most in allowed.items():
            limits.hit("receipt", who, allowed=most, seconds=HOUR)
    return voice, receipt


def why_not(typed: str, reason: str) -> str:
    """What is wrong with a code that can't be one, said so that a person can put it right."""
    if reason == "sign":
        strange = next((sign for sign in typed.upper() if sign not in f"{codes.ALPHABET}ILO -–\N{NO-BREAK SPACE}"), "")
        return _("The sign “{sign}” never stands in our codes. Look at it once more.").format(sign=strange)
    if reason == "length":
        n = sum(sign.isalnum() for sign in typed)
        told = ngettext("This has {n} sign.", "This has {n} signs.", n).format(n=n)
        return _("{told} Our codes have eight signs, or twelve.").format(told=told)
    return _("One sign is not right, or two have changed places. Compare it with your slip, sign by sign.")


def not_found(request: HttpRequest, typed: str, words: str, *, status: int = 404) -> HttpResponse:
    """The code form again, with what was typed and what may be wrong with it."""
    doors = places.active_municipalities()
    context = {"typed": typed[:40], "words": words, "municipality": doors[0] if len(doors) == 1 else None}
    return render(request, "deliver/find_receipt.html", context, status=status)
