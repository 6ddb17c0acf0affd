"""A conversation on paper at the desk: booklets printed and entered by keyboard alone, and the poster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import rights
from firstdoor.core.downloads import as_file
from firstdoor.core.papers import full_address
from firstdoor.listen import conversation_papers as papers
from firstdoor.listen.forms.booklets import EntryForm, PrintForm
from firstdoor.listen.models import Conversation
from firstdoor.listen.selectors import booklets as questions
from firstdoor.listen.selectors import conversations as talks
from firstdoor.listen.services import booklets as services
from firstdoor.listen.services.conversations import HOLD
from firstdoor.listen.views.desk import frame
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "POST"])
SIZES = ("a4", "a3")


def _one(request: HttpRequest, slug: str, name: str, permission: str) -> tuple[Any, Any, Conversation]:
    by, municipality = frame.enter(request, slug, permission)
    found = talks.conversation(municipality, name)
    if found is None:
        raise Http404
    return by, municipality, found


@GET_AND_POST
def enter(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Enter a booklet: its number, Enter, a digit for each statement, Enter."""
    by, municipality, conversation = _one(request, slug, name, services.ENTER)
    units = places.units(municipality)
    form = EntryForm(request.POST or None, initial={"number": request.GET.get("number", "")[:12]}, units=units)
    if form.asks_for_marks:
        form = EntryForm(None, initial={"number": request.POST["number"]}, units=units)
    before = False
    if form.is_valid():
        try:
            entered = services.enter_booklet(
                by=by, municipality=municipality, conversation=conversation, **form.values()
            )
        except ValidationError as refused:
            before = isinstance(refused, services.EnteredBefore)
            for field, errors in (getattr(refused, "error_dict", None) or {None: refused.error_list}).items():
                form.add_error(field, errors)
        else:
            _say(request, entered)
            return redirect("desk_booklets", slug, name)
    booklet = questions.booklet(conversation, form.typed_number) if form.typed_number else None
    return frame.page(
        request, "conversations/booklets", municipality, desk_page="conversations", conversation=conversation,
        form=form, booklets=questions.booklets(conversation), before=booklet if before else None,
        rows=questions.in_order(booklet) if booklet and not booklet.entered_at else [],
        may_hold=rights.may(by, HOLD, municipality), standing=talks.standing_now(conversation),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _say(request: HttpRequest, entered: services.Entered) -> None:
    number = entered.booklet.number
    words = _("Booklet {number}: {agree} agree, {disagree} disagree, {passed} pass.").format(
        number=f"{number[:3]} {number[3:]}", agree=entered.agree, disagree=entered.disagree, passed=entered.passed
    )
    if entered.gone:
        words += " " + _("{n} answers were to statements that are not shown any more; they do not count.").format(
            n=entered.gone
        )
    if not entered.booklet.participant_id:
        words += " " + _("Nothing in it counts: it is nobody’s.")
    messages.success(request, words)


@require_safe
def one(request: HttpRequest, slug: str, name: str, number: str) -> HttpResponse:
    """What was entered of a booklet, to compare it with the paper."""
    _by, municipality, conversation = _one(request, slug, name, services.ENTER)
    booklet = questions.booklet(conversation, number)
    if booklet is None or booklet.entered_at is None:
        raise Http404
    return frame.page(
        request, "conversations/booklet", municipality, desk_page="conversations", conversation=conversation,
        booklet=booklet, rows=questions.in_order(booklet), standing=talks.standing_now(conversation),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, slug: str, name: str, number: str) -> HttpResponse:
    """Take back what was entered of a booklet; the page where it is entered again has its number already."""
    by, municipality, conversation = _one(request, slug, name, services.ENTER)
    if questions.booklet(conversation, number) is None:
        raise Http404
    try:
        services.take_back_booklet(by=by, municipality=municipality, conversation=conversation, number=number)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("desk_booklets", slug, name)
    messages.success(request, _("It is taken back. Enter it again, or put it aside."))
    response = redirect("desk_booklets", slug, name)
    response["Location"] += f"?number={number}"
    return response


@GET_AND_POST
def print_them(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Print booklets: the answer is the PDF."""
    by, municipality, conversation = _one(request, slug, name, HOLD)
    form = PrintForm(
        request.POST or None, languages=municipality.languages, initial={"language": municipality.language}
    )
    if form.is_valid():
        try:
            made = services.print_booklets(
                by=by, municipality=municipality, conversation=conversation, n=form.cleaned_data["n"]
            )
        except ValidationError as refused:
            for field, errors in (getattr(refused, "error_dict", None) or {None: refused.error_list}).items():
                form.add_error(field, errors)
        else:
            address = full_address(request, "desk_booklets", slug, name)
            file = papers.booklets_pdf(
                municipality, conversation, made, address, language=form.cleaned_data["language"],
                about=form.cleaned_data["about"], units=places.units(municipality),
            )  # fmt: skip
            said = ngettext("{n} booklet is made.", "{n} booklets are made.", len(made)).format(n=len(made))
            return as_file(request, file, f"booklets-{conversation.slug}.pdf", made=said)
    return frame.page(
        request, "conversations/booklets_print", municipality, desk_page="conversations", conversation=conversation,
        form=form, n=talks.shown(conversation).count(), status=422 if form.errors else 200,
    )  # fmt: skip


def _pdf(file: bytes, name: str) -> HttpResponse:
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def poster(request: HttpRequest, slug: str, name: str, size: str) -> HttpResponse:
    """The poster with the QR code, as PDF; who may hold an invited conversation gets the invitation's code on it."""
    by, municipality, conversation = _one(request, slug, name, "listen.see_conversations")
    if size not in SIZES or conversation.state == Conversation.State.DRAFT:
        raise Http404
    language = (get_language() or "sq")[:2]
    # Without a language: whoever types it gets the one their device asks for.
    address = full_address(request, "conversation_short", slug, name).replace(f"/{language}/", "/", 1)
    code = conversation.invitation if rights.may(by, HOLD, municipality) else ""
    file = papers.poster_pdf(municipality, conversation, address, size=size, language=language, code=code)
    return _pdf(file, f"poster-{conversation.slug}-{size}")
