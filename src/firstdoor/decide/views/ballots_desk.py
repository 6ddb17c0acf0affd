"""Ballots at the desk: prepared, cards printed, opened, counted. No page shows how many have voted before the count."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core.acting import accepted, told
from firstdoor.core.downloads import as_file
from firstdoor.core.papers import full_address
from firstdoor.decide import documents
from firstdoor.decide.forms import ballots as forms
from firstdoor.decide.forms.preparing import BallotForm
from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors import electorate
from firstdoor.decide.services import ballots as services
from firstdoor.decide.services.ballots.cards import PRINT
from firstdoor.decide.services.ballots.preparing import PREPARE
from firstdoor.decide.views.common import ask, at_desk, ballot_at_desk, may, page

GET_AND_POST = require_http_methods(["GET", "POST"])


@require_safe
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """Every ballot, drafts too."""
    municipality = at_desk(request, slug)
    return page(
        request, "desk/ballots", municipality, "ballots", ballots=questions.all_ballots(municipality),
        may_prepare=may(request, PREPARE, municipality), now=timezone.now(),
    )  # fmt: skip


@GET_AND_POST
def ballot_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepare a ballot."""
    municipality = at_desk(request, slug, PREPARE)
    form = BallotForm(request.POST or None, municipality=municipality)
    made: list[Ballot] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.append(services.prepare_ballot(by=request.actor, municipality=municipality, **form.values())),  # type: ignore[attr-defined]
        {"closes_at": "closes"},
    ):
        return redirect("desk_ballot", slug, made[0].slug)
    return page(request, "desk/ballot_form", municipality, "ballots", form=form)


@GET_AND_POST
def ballot_change(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Change a ballot that is not open yet."""
    municipality, ballot = ballot_at_desk(request, slug, name, PREPARE)
    if (fixed := _fixed(request, ballot)) is not None:
        return fixed
    form = BallotForm(request.POST or None, municipality=municipality, ballot=ballot)
    if form.is_valid() and accepted(
        form,
        lambda: services.prepare_ballot(by=request.actor, municipality=municipality, ballot=ballot, **form.values()),  # type: ignore[attr-defined]
        {"closes_at": "closes"},
    ):
        return redirect("desk_ballot", slug, name)
    return page(request, "desk/ballot_form", municipality, "ballots", form=form, ballot=ballot)


@GET_AND_POST
def option_new(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Put something on the ballot."""
    municipality, found = ballot_at_desk(request, slug, name, PREPARE)
    if (fixed := _fixed(request, found)) is not None:
        return fixed
    form = forms.OptionForm(
        request.POST or None, request.FILES or None, languages=municipality.languages, currency=municipality.currency
    )
    if form.is_valid() and _put(request, municipality, found, form):
        messages.success(request, _("It stands on the ballot."))
        return redirect("desk_ballot", slug, name)
    return page(request, "desk/option", municipality, "ballots", form=form, ballot=found)


def _fixed(request: HttpRequest, found: Ballot) -> HttpResponse | None:
    """Back to the ballot with the reason, where a form would offer what can't be changed any more."""
    if request.method != "GET" or found.state == Ballot.State.DRAFT:
        return None
    messages.error(request, _("Once a vote is open, nothing about it changes any more."))
    return redirect("desk_ballot", found.municipality.slug, found.slug)


def _put(request: HttpRequest, municipality: Any, found: Ballot, form: forms.OptionForm, option: Any = None) -> bool:
    photo = form.cleaned_data["photo"]
    return accepted(
        form,
        lambda: services.put_option(
            by=request.actor,
            municipality=municipality,
            ballot=found,
            option=option,  # type: ignore[attr-defined]
            name=form.words_of("name"),
            cost=form.cleaned_data["cost"],
            picture=form.cleaned_data["picture"],
            photo=(photo, photo.size) if photo else None,
            keep_photo=not form.cleaned_data.get("no_photo"),
        ),
    )


@GET_AND_POST
def option(request: HttpRequest, slug: str, name: str, pk: UUID) -> HttpResponse:
    """Change it, or take it out (`remove`)."""
    municipality, found = ballot_at_desk(request, slug, name, PREPARE)
    if (fixed := _fixed(request, found)) is not None:
        return fixed
    row = questions.option(found, pk)
    if row is None:
        raise Http404
    if request.POST.get("remove"):
        told(
            request,
            lambda: services.take_option_out(by=request.actor, municipality=municipality, option=row),  # type: ignore[attr-defined]
            _("It was taken off the ballot."),
        )
        return redirect("desk_ballot", slug, name)
    form = forms.OptionForm(
        request.POST or None, request.FILES or None, option=row, languages=municipality.languages,
        currency=municipality.currency,
    )  # fmt: skip
    if form.is_valid() and _put(request, municipality, found, form, row):
        messages.success(request, _("The change is saved."))
        return redirect("desk_ballot", slug, name)
    return page(request, "desk/option", municipality, "ballots", form=form, ballot=found, option=row)


@GET_AND_POST
def consent(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Note that a school or parents agreed to children voting; no child is named."""
    municipality, found = ballot_at_desk(request, slug, name, PREPARE)
    form = forms.ConsentForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: services.note_consent(by=request.actor, municipality=municipality, ballot=found, **form.cleaned_data),  # type: ignore[attr-defined]
    ):
        return redirect("desk_ballot", slug, name)
    return page(request, "desk/consent", municipality, "ballots", form=form, ballot=found)


@GET_AND_POST
def email_list(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Invite people of an e-mail list: each gets a letter with a code of its own."""
    municipality, found = ballot_at_desk(request, slug, name, PRINT)
    form = forms.AddressesForm(request.POST or None)
    sent: list[tuple[int, int, int]] = []
    if form.is_valid() and accepted(
        form,
        lambda: sent.append(
            services.invite_by_email(
                by=request.actor, municipality=municipality, ballot=found,  # type: ignore[attr-defined]
                addresses=form.cleaned_data["addresses"].splitlines(), url=full_address(request, "ballot", slug, name),
            )
        ),
    ):  # fmt: skip
        new, again, struck = sent[0]
        said = _("{new} invited; {again} had a code already.").format(new=new, again=again)
        if struck:
            said += " " + _("{n} struck off before got no letter: they vote by card or sheet.").format(n=struck)
        messages.success(request, said)
        return redirect("desk_ballot", slug, name)
    others = electorate.ways(found, without="email")
    return page(request, "desk/email_list", municipality, "ballots", form=form, ballot=found, others=others)


@GET_AND_POST
def register(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Let the people of a register vote; of each line only a keyed hash is kept."""
    municipality, found = ballot_at_desk(request, slug, name, PRINT)
    form = forms.RegisterFileForm(request.POST or None, request.FILES or None)
    taken: list[tuple[int, int, int]] = []
    if form.is_valid() and accepted(
        form,
        lambda: taken.append(
            services.take_register(
                by=request.actor, municipality=municipality, ballot=found,  # type: ignore[attr-defined]
                file=form.cleaned_data["file"],
            )
        ),
    ):  # fmt: skip
        new, again, marked = taken[0]
        said = _("{new} put on the register; {again} stood there already.").format(new=new, again=again)
        if marked:
            said += " " + _("{n} left out or struck off: they vote by card or sheet.").format(n=marked)
        messages.success(request, said)
        return redirect("desk_ballot", slug, name)
    others = electorate.ways(found, without="register")
    return page(request, "desk/register", municipality, "ballots", form=form, ballot=found, others=others)


@GET_AND_POST
def strike(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Strike somebody off the register or the e-mail list who is to get a card or a sheet."""
    municipality, found = ballot_at_desk(request, slug, name, PRINT)
    form = forms.StrikeForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: services.strike_off(by=request.actor, municipality=municipality, ballot=found, **form.cleaned_data),  # type: ignore[attr-defined]
        {"addresses": "email"},
    ):
        messages.success(request, _("Struck off. Hand out the card or the sheet now."))
        return redirect("desk_ballot", slug, name)
    return page(request, "desk/strike", municipality, "ballots", form=form, ballot=found)


@GET_AND_POST
def cards(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Make code cards: the answer is the PDF to print, once; nothing can show these codes again."""
    municipality, found = ballot_at_desk(request, slug, name, PRINT)
    form = forms.CardsForm(request.POST or None, municipality=municipality)
    made: list[services.Card] = []
    if form.is_valid() and accepted(
        form,
        lambda: made.extend(
            services.make_cards(
                by=request.actor, municipality=municipality, ballot=found, n=form.cleaned_data["n"],  # type: ignore[attr-defined]
                batch=form.cleaned_data["batch"],
            )
        ),
    ):  # fmt: skip
        with translation.override(form.cleaned_data["language"]):
            address = full_address(request, "ballot", slug, name)
            file = documents.cards_pdf(municipality, found, made, address, form.cleaned_data["batch"])
        said = ngettext(
            "{n} card is made, number {first}.", "{n} cards are made, numbers {first} to {last}.", len(made)
        )
        said = said.format(n=len(made), first=made[0].serial, last=made[-1].serial)
        return as_file(request, file, f"cards-{found.slug}-{made[0].serial}.pdf", made=said)
    return page(
        request, "desk/cards", municipality, "ballots", form=form, ballot=found,
        others=electorate.ways(found, without="card"), piles=electorate.piles(found),
    )  # fmt: skip


@GET_AND_POST
def dead(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A lost card is declared dead; a new one can be made."""
    municipality, found = ballot_at_desk(request, slug, name, PRINT)
    form = forms.DeadForm(request.POST or None)
    if (
        form.is_valid()
        and not request.POST.get("sure")
        and (card := questions.card(found, form.cleaned_data["serial"]))
    ):
        return ask(
            request, municipality, "ballots", title=_("Is card {number} lost?").format(number=card.serial),
            words=_("Its code votes no more, and a vote that it cast is taken back. That can't be undone."),
            label=_("Declare it lost"), back=reverse("desk_ballot_dead", args=[slug, name]),
            hidden=[("serial", card.serial)], shown=[found.title],
        )  # fmt: skip
    if form.is_valid() and accepted(
        form,
        lambda: services.declare_dead(
            by=request.actor,
            municipality=municipality,
            ballot=found,
            serial=form.cleaned_data["serial"],  # type: ignore[attr-defined]
        ),
    ):
        messages.success(request, _("This card no longer votes. Make a new one for the person who lost it."))
        return redirect("desk_ballot_cards", slug, name)
    return page(request, "desk/dead", municipality, "ballots", form=form, ballot=found)
