"""The desk's settings: contact data, holidays and dated rules, for administrators and the Municipal Focal Point."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstdoor.core import rights
from firstdoor.places import selectors, services
from firstdoor.places.forms import ContactForm, HolidayForm, RuleForm
from firstdoor.places.models import Holiday, Municipality


def _ours(request: HttpRequest, slug: str) -> Municipality:
    municipality = selectors.municipality_or_404(slug)
    rights.require(request.actor, "places.change_settings", municipality)
    return municipality


def _page(request: HttpRequest, template: str, municipality: Municipality, **more: Any) -> HttpResponse:
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    context = {"municipality": municipality, "desk_page": "settings", **more}
    return render(request, f"places/settings/{template}.html", context, status=status)


def _done(form: forms.Form, act: Any) -> bool:
    """Run the service; its refusal goes to the fields it names."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def _say_day(request: HttpRequest, words: str, form: forms.Form) -> None:
    messages.success(request, words.format(day=date_format(form.cleaned_data["day"], "DATE_FORMAT")))


@require_safe
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Settings of a municipality: contact data, rules, next holidays"""
    municipality = _ours(request, slug)
    today = selectors.local_date(municipality, timezone.now())
    return _page(
        request,
        "settings",
        municipality,
        rules=selectors.rules_and_versions(municipality, today),
        coming=selectors.holiday_list(municipality, first=today)[:5],
        numbers=selectors.emergency_numbers(municipality),
    )


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Change how the municipality is reached, and the numbers for danger"""
    municipality = _ours(request, slug)
    form = ContactForm(request.POST or None, municipality=municipality)
    if form.is_bound and _done(
        form,
        lambda: services.change_contact_data(by=request.actor, municipality=municipality, values=form.values()),
    ):
        messages.success(request, _("Saved. Residents see it from now on."))
        return redirect("settings", slug)
    return _page(request, "contact", municipality, form=form)


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest, slug: str) -> HttpResponse:
    """Holidays of a municipality; add one"""
    municipality = _ours(request, slug)
    form = HolidayForm(request.POST or None)
    if form.is_bound and _done(
        form, lambda: services.add_holiday(by=request.actor, municipality=municipality, **form.cleaned_data)
    ):
        _say_day(request, _("{day} is not a working day now. Deadlines set from now on leave it out."), form)
        return redirect("settings_holidays", slug)
    today = selectors.local_date(municipality, timezone.now())
    listed = selectors.holiday_list(municipality, first=today.replace(month=1, day=1))
    return _page(request, "holidays", municipality, form=form, holidays=listed, today=today)


@require_http_methods(["GET", "POST"])
def holiday(request: HttpRequest, slug: str, holiday: UUID) -> HttpResponse:
    """Change one holiday"""
    municipality = _ours(request, slug)
    found = get_object_or_404(Holiday.objects.of(municipality).select_related("municipality"), pk=holiday)
    form = HolidayForm(request.POST or None, initial=HolidayForm.values_of(found))
    if form.is_bound and _done(
        form, lambda: services.change_holiday(by=request.actor, holiday=found, **form.cleaned_data)
    ):
        _say_day(request, _("Saved: {day}. Deadlines set from now on leave it out."), form)
        return redirect("settings_holidays", slug)
    return _page(request, "holiday", municipality, form=form, holiday=found)


@require_POST
def holiday_removal(request: HttpRequest, slug: str, holiday: UUID) -> HttpResponse:
    """Make a holiday a working day again"""
    municipality = _ours(request, slug)
    found = get_object_or_404(Holiday.objects.of(municipality).select_related("municipality"), pk=holiday)
    services.remove_holiday(by=request.actor, holiday=found)
    words = _("{day} is a working day again. Deadlines set from now on count it.")
    messages.success(request, words.format(day=date_format(found.date, "DATE_FORMAT")))
    return redirect("settings_holidays", slug)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A rule with its versions; add the next one"""
    municipality = _ours(request, slug)
    today = selectors.local_date(municipality, timezone.now())
    history = selectors.rule_history(code, municipality, today)
    if history is None:
        raise Http404
    last = history.versions[0]
    form = RuleForm(request.POST or None, rule=last)
    if form.is_bound and _done(
        form, lambda: services.add_rule_version(by=request.actor, rule=last, **form.arguments())
    ):
        messages.success(request, _("The new version is on the list, with the day from which it counts."))
        return redirect("settings_rule", slug, code)
    return _page(request, "rule", municipality, form=form, history=history, rule=last)
