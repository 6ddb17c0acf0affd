"""The cycle: its steps with their dates; the Municipal Focal Point moves them, begins one, ends one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import desk, rights
from firstdoor.core.acting import told
from firstdoor.people import selectors, services
from firstdoor.people.forms.cycle import MoveForm, StartForm
from firstdoor.people.models import CycleStep
from firstdoor.places import selectors as places


def _page(request: HttpRequest, name: str, form: object = None, **context: object) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200  # type: ignore[attr-defined]
    return render(request, f"people/{name}.html", {"desk_page": "cycle", "form": form, **context}, status=status)


@require_safe
def cycle(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps of the year with their dates, what is late, and why dates were moved"""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.see_cycle", municipality)
    now = selectors.cycle_now(municipality, today=timezone.localdate())
    work = desk.work_of_steps(by, municipality)
    return _page(
        request,
        "cycle",
        municipality=municipality,
        cycle=now,
        steps=[(one, work.get(one.kind, "")) for one in now.steps] if now else [],
        by_hand=services.BY_HAND,
        news=desk.news_of_steps(municipality),
        past=selectors.past_cycles(municipality),
        keeps=rights.may(by, "people.keep_cycle", municipality),
    )


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give a step of the cycle another date, with the reason; or call it completed (`completed`), where no act does"""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.keep_cycle", municipality)
    found = selectors.step_of(municipality, kind)
    if found is None or found.done_at is not None:
        raise Http404(_("There is no such step in the cycle that is going on."))
    if "completed" in request.POST:
        return _completed(request, municipality, found)
    form = MoveForm(request.POST or None, initial={"due": found.due})
    if form.is_valid():
        try:
            services.move_step(by=by, municipality=municipality, step=found, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The step has its new date."))
            return redirect("desk_cycle", slug)
    by_hand = found.kind in services.BY_HAND
    return _page(request, "cycle_step", form, municipality=municipality, step=found, by_hand=by_hand)


def _completed(request: HttpRequest, municipality: Any, found: CycleStep) -> HttpResponse:
    """The question before a step is called completed, and the act of who is `sure`."""
    if not request.POST.get("sure"):
        return _page(request, "cycle_completed", municipality=municipality, step=found)
    by = request.actor  # type: ignore[attr-defined]
    told(
        request,
        lambda: services.complete_step(by=by, municipality=municipality, step=found),
        _("The step is completed."),
    )
    return redirect("desk_cycle", municipality.slug)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a cycle"""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.keep_cycle", municipality)
    form = StartForm(
        request.POST or None, languages=municipality.languages or None, initial={"starts": timezone.localdate()}
    )
    if form.is_valid():
        starts = form.cleaned_data["starts"]
        try:
            services.start_cycle(by=by, municipality=municipality, name=form.words_of("name"), starts=starts)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The cycle has begun. Each step has its usual date."))
            return redirect("desk_cycle", slug)
    return _page(request, "cycle_start", form, municipality=municipality)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """End the cycle that is going on"""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "people.keep_cycle", municipality)
    now = selectors.cycle_now(municipality, today=timezone.localdate())
    if now is None:
        return redirect("desk_cycle", slug)
    if request.method == "POST":
        services.end_cycle(by=by, municipality=municipality)
        messages.success(request, _("The cycle is ended."))
        return redirect("desk_cycle", slug)
    return _page(request, "cycle_end", municipality=municipality, cycle=now, left=[(one, "") for one in now.left])
