"""Promises at the desk: say how each measure stands, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import rights
from firstdoor.decide import selectors as decide
from firstdoor.deliver import forms, selectors, services
from firstdoor.deliver.views.refused import refuse
from firstdoor.places import selectors as places


def _show(request: HttpRequest, name: str, municipality: Any, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"municipality": municipality, "desk_page": "promises"}
    return render(request, f"deliver/desk/{name}.html", context, status=status)


@require_safe
def promises(request: HttpRequest, slug: str) -> HttpResponse:
    """All promises with how they stand; late ones first."""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "deliver.see_pilots", municipality)
    found = selectors.promises(municipality, today=timezone.localdate())
    order = {"late": 0, "under_way": 1, "kept": 2, "dropped": 3}
    rows = sorted(found.all, key=lambda one: (order[one.state], one.due))
    may_keep = rights.may(by, "deliver.keep_promises", municipality)
    return _show(request, "promises", municipality, promises=rows, may_keep=may_keep)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Say how one measure stands."""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "deliver.keep_promises", municipality)
    measure = next((one for one in decide.adopted_measures(municipality) if one.pk == pk), None)
    if measure is None:
        raise Http404
    stands = selectors.promise_of_measure(municipality, pk, today=timezone.localdate())
    initial = {"state": stands.state if stands else None}
    form = forms.StateForm(request.POST or None, initial=initial, languages=municipality.languages or None)
    if form.is_valid():
        try:
            services.set_measure_state(
                by=by, municipality=municipality, measure=measure, state=form.cleaned_data["state"],
                reason=form.words_of("reason"),
            )  # fmt: skip
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("How the promise stands is public now."))
            return redirect("desk_promises", slug)
    return _show(
        request, "form", municipality, 422 if form.is_bound else 200, form=form, title=_("How does the promise stand?"),
        label=_("Make it public"), about=measure.title,
    )  # fmt: skip
