"""People of a municipality: who holds which role and seat, which institutions there are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import rights
from firstdoor.people import selectors, services
from firstdoor.people.forms.roles import BalanceForm, InstitutionForm, RoleForm, SeatForm
from firstdoor.people.models import Body, Seat
from firstdoor.places import selectors as places


def _enter(request: HttpRequest, slug: str) -> tuple[Any, Any]:
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.grant_roles", municipality)
    return by, municipality


def _page(request: HttpRequest, name: str, form: forms.Form | None = None, **context: object) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"people/{name}.html", {"desk_page": "people", "form": form, **context}, status=status)


@require_safe
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who works here in which role, who has a seat, which institutions there are"""
    by, municipality = _enter(request, slug)
    today = timezone.localdate()
    now, past = selectors.roles_at(municipality, today=today)
    return _page(
        request,
        "people",
        municipality=municipality,
        people=now,
        past=past,
        mine=services.grantable(by, municipality),
        me=by.person,
        today=today,
        bodies=[(label, seats, selectors.balance_of(seats)) for label, seats in _bodies(municipality)],
        institutions=selectors.institutions(municipality),
    )


def _bodies(municipality: Any) -> list[tuple[Any, list[Seat]]]:
    today = timezone.localdate()
    return [(label, selectors.seats_of(municipality, kind, today=today)) for kind, label in Body.Kind.choices]


@require_http_methods(["GET", "POST"])
def new_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Give somebody a role; the person is added when there is no account yet"""
    by, municipality = _enter(request, slug)
    form = RoleForm(request.POST or None, roles=services.grantable(by, municipality), units=places.units(municipality))
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                person = services.ensure_person(
                    by=by, municipality=municipality, email=given["email"], name=given["name"], phone=given["phone"]
                )
                services.grant_role(
                    by=by, municipality=municipality, person=person, role=given["role"],
                    since=given["since"] or timezone.localdate(), chosen_how=given["chosen_how"],
                    lane=given["lane"] if given["role"] == "lane_member" else "",
                    unit=given["unit"] if given["role"] == "community_focal_point" else None,
                    kind=given["kind"] if given["role"] == "community_focal_point" else "", until=given["until"],
                )  # fmt: skip
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            words = _("{who} has the role now: {role}. Codes to sign in go to {email}.")
            role = selectors.role_label(given["role"])
            messages.success(request, words.format(who=person.name, role=role, email=person.email))
            return redirect("desk_people", slug)
    return _page(request, "role_new", form, municipality=municipality)


@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, slug: str, grant: UUID) -> HttpResponse:
    """End a role"""
    by, municipality = _enter(request, slug)
    found = selectors.grants_of(municipality).filter(pk=grant).first()
    if found is None or found.role not in services.grantable(by, municipality):
        raise Http404(_("There is no such role here that you may end."))
    if request.method == "POST":
        services.end_grant(by=by, municipality=municipality, grant=found)
        words = _("The role is ended: {who}, {role}.")
        messages.success(request, words.format(who=found.person.name, role=found.get_role_display()))
        return redirect("desk_people", slug)
    return _page(request, "role_end", municipality=municipality, grant=found)


@require_http_methods(["GET", "POST"])
def new_seat(request: HttpRequest, slug: str) -> HttpResponse:
    """Give somebody who works here a seat in the Municipal Action Group"""
    by, municipality = _enter(request, slug)
    today = timezone.localdate()
    workers, _past = selectors.roles_at(municipality, today=today)
    form = SeatForm(request.POST or None, people=[worker.person for worker in workers if worker.person.pk != by.person])
    if form.is_valid():
        try:
            services.give_seat(
                by=by, municipality=municipality, body_kind="action_group", since=today, **form.cleaned_data
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The seat is given."))
            return redirect("desk_people", slug)
    return _page(request, "seat_new", form, municipality=municipality)


@require_http_methods(["GET", "POST"])
def balance(request: HttpRequest, slug: str) -> HttpResponse:
    """Note who of those with a seat are women and men, for the balance of each body"""
    by, municipality = _enter(request, slug)
    form = BalanceForm(request.POST or None, seats=[seat for _label, seats in _bodies(municipality) for seat in seats])
    if form.is_valid():
        services.note_genders(by=by, municipality=municipality, genders=form.genders())
        messages.success(request, _("The balance is noted."))
        return redirect("desk_people", slug)
    return _page(request, "balance", form, municipality=municipality)


@require_http_methods(["GET", "POST"])
def end_seat(request: HttpRequest, slug: str, seat: UUID) -> HttpResponse:
    """End a seat"""
    by, municipality = _enter(request, slug)
    found = selectors.seat(municipality, seat)
    if found is None:
        raise Http404(_("There is no such seat here."))
    if request.method == "POST":
        services.end_seat(by=by, municipality=municipality, seat=found)
        messages.success(request, _("The seat is ended: {who}.").format(who=found.person.name))
        return redirect("desk_people", slug)
    return _page(request, "seat_end", municipality=municipality, seat=found)


@require_http_methods(["GET", "POST"])
def new_institution(request: HttpRequest, slug: str) -> HttpResponse:
    """Name an institution to which matters are handed, or to which a lane belongs"""
    by, municipality = _enter(request, slug)
    form = InstitutionForm(request.POST or None, languages=municipality.languages or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("own", "lane", "phone", "email")}
        try:
            services.add_institution(by=by, municipality=municipality, name=form.words_of("name"), **given)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The institution is on the list."))
            return redirect("desk_people", slug)
    return _page(request, "institution_new", form, municipality=municipality)
