"""`/r/<code>`: the receipt at first, the golden thread from the moment somebody has read it."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import codes
from firstdoor.deliver import selectors, services
from firstdoor.deliver.selectors import stations as line
from firstdoor.deliver.views.by_code import Found, by_code, not_found, untraced, why_not
from firstdoor.listen import selectors as listen


@require_http_methods(["GET", "HEAD", "POST"])
@untraced
def find_receipt(request: HttpRequest) -> HttpResponse:
    """The form for a code; what can be one leads to its page."""
    if request.method != "POST":
        return not_found(request, "", "", status=200)
    typed = request.POST.get("code", "")
    if not typed.strip():
        return not_found(request, typed, _("Type the code that stands on your slip."), status=422)
    try:
        bare = codes.normalise(typed)
    except codes.NotACode as slip:
        return not_found(request, typed, why_not(typed, str(slip)), status=422)
    lang = f"?lang={request.GET['lang']}" if request.GET.get("lang") in {"sq", "en"} else ""
    response = redirect("receipt", codes.grouped(bare))
    response["Location"] += lang
    return response


@require_safe
@untraced
def with_a_slash(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody typed a slash behind the code."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/r/{quote(code)}{'?' if query else ''}{query}")


@require_safe
@by_code
def receipt(request: HttpRequest, found: Found) -> HttpResponse:
    """What became of a voice: its receipt, later its golden thread."""
    thread = selectors.golden_thread(found.voice, now=timezone.now())
    context = {
        "municipality": found.voice.municipality,
        "code": found.code,
        "long": found.receipt.length > codes.PUBLIC_LENGTH,
        "query": found.query,
        "thread": thread,
        "voice": found.voice,
        "stations": line.stations(thread),
        "outcome": line.outcome(thread),
        "contact_kept": selectors.contact_kept(found.voice),
    }
    context["contact_erased"] = request.GET.get("done") == "contact" and not context["contact_kept"]
    if thread.fresh and not thread.neutral:
        context["photos"] = listen.photos_of(found.voice)
    return render(request, "deliver/receipt.html" if thread.fresh else "deliver/thread.html", context)


@require_safe
@by_code
def export(request: HttpRequest, found: Found) -> HttpResponse:
    """What is held about a voice, as a file; contact data are never in it."""
    thread = selectors.golden_thread(found.voice, now=timezone.now())
    content = json.dumps(selectors.export_of(thread, found.code), ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return response


@require_POST
@by_code
def asked_back(request: HttpRequest, found: Found) -> HttpResponse:
    """The answer to "is it so now?", kept or changed."""
    try:
        services.answer_ask_back(
            by=request.actor,  # type: ignore[attr-defined]
            municipality=found.voice.municipality,
            voice=found.voice,
            pilot=request.POST.get("pilot", ""),
            says=request.POST.get("says", ""),
        )
    except ValidationError as wrong:
        return not_found(request, "", " ".join(wrong.messages), status=422)
    response = redirect("receipt", found.code)
    response["Location"] += f"{found.query}#asked-back"
    return response
