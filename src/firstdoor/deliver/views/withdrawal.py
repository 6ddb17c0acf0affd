"""Taking back: one's voice, or only the contact data. Each says first what will happen, and asks to confirm it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from firstdoor.deliver import selectors
from firstdoor.deliver.forms import ProofForm
from firstdoor.deliver.views.by_code import Found, by_code
from firstdoor.listen import services as listen

TakeBack = Callable[..., None]


def _taking_back(
    request: HttpRequest, found: Found, take_back: TakeBack, template: str, *, done: str = ""
) -> HttpResponse:
    """Ask, then where an e-mail address is kept ask for the code sent there, then do it. `done` lets the receipt's page
    say what was done, where its stations do not."""
    who: dict[str, Any] = {"by": request.actor, "municipality": found.voice.municipality, "voice": found.voice}  # type: ignore[attr-defined]
    back = f"/r/{found.code}{found.query}"
    needs_proof = listen.needs_one_time_code(found.voice.pk)
    context = {"municipality": found.voice.municipality, "code": found.code, "back": back, "needs_proof": needs_proof}
    context["again"] = request.get_full_path()
    if request.method != "POST":
        return render(request, template, context)
    if needs_proof and "proof" not in request.POST:
        listen.send_one_time_code(**who)
        return render(request, template, {**context, "form": ProofForm()})
    form = ProofForm(request.POST) if needs_proof else None
    if form is None or form.is_valid():
        try:
            take_back(**who, proof=form.cleaned_data["proof"] if form else "")
        except ValidationError as wrong:
            if form is None:
                raise
            form.add_error(None, wrong)
        else:
            return redirect(f"{back}{'&' if found.query else '?'}done={done}" if done else back)
    return render(request, template, {**context, "form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def withdrawal(request: HttpRequest, found: Found) -> HttpResponse:
    """Take a voice back: words, photos and place are erased for good."""
    if found.voice.withdrawn_at is not None:
        return redirect(f"/r/{found.code}{found.query}")
    return _taking_back(request, found, listen.withdraw_voice, "deliver/withdrawal.html")


@require_http_methods(["GET", "HEAD", "POST"])
@by_code
def contact(request: HttpRequest, found: Found) -> HttpResponse:
    """Have the contact data of a voice erased and its consent withdrawn."""
    if not selectors.contact_kept(found.voice):
        return redirect(f"/r/{found.code}{found.query}")
    return _taking_back(request, found, listen.withdraw_consent, "deliver/erase_contact.html", done="contact")
