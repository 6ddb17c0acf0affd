"""The slip: a receipt for paper, A6, black on white. No theme, words or place stand on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.core import codes
from firstdoor.deliver import documents, selectors
from firstdoor.deliver.views.by_code import Found, by_code


def _slip(request: HttpRequest, found: Found) -> documents.Slip:
    thread = selectors.golden_thread(found.voice, now=timezone.now())
    case = thread.listen.case
    waits = case is not None and case.phase in {"received", "looked_at"} and not thread.listen.told
    return documents.Slip(
        municipality=found.voice.municipality,
        code=found.code,
        long=found.receipt.length > codes.PUBLIC_LENGTH,
        address=documents.public_address(request, f"/r/{found.code}"),
        received=timezone.localtime(found.voice.heard_at).date(),
        answer_by=case.answer_due if waits else None,
        phone=found.voice.municipality.phone,
    )


@require_safe
@by_code
def slip(request: HttpRequest, found: Found) -> HttpResponse:
    """The slip as a page to print."""
    made = _slip(request, found)
    context = {"slip": made, "qr": documents.qr_svg(made.address), "back": f"/r/{found.code}{found.query}"}
    return render(request, "deliver/slip.html", context)


@require_safe
@by_code
def slip_pdf(request: HttpRequest, found: Found) -> HttpResponse:
    """The slip as a PDF of A6."""
    response = HttpResponse(documents.slip_pdf(_slip(request, found)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="receipt.pdf"'
    return response
