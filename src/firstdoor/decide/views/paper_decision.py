"""The council's decision on the paper, entered by its secretary, who is asked before it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.core.acting import accepted
from firstdoor.decide.forms import paper as forms
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.services import decisions
from firstdoor.decide.views.common import ask, at_desk, page, typed, typed_before


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, slug: str) -> HttpResponse:
    """What the council decided; read once more before it is entered."""
    municipality = at_desk(request, slug, decisions.ENTER)
    paper = questions.paper_of(municipality)
    if paper is None:
        raise Http404
    version = questions.latest(paper)
    before = typed_before(request)
    if before is not None:
        form = forms.DecisionForm(initial=before)
        return page(request, "desk/decision", municipality, "paper", form=form, version=version)
    form = forms.DecisionForm(request.POST or None)
    if form.is_valid():
        told: dict[str, Any] = {"municipality": municipality, "version": version, **form.told()}
        if accepted(form, lambda: decisions.check(**told)):
            if not request.POST.get("sure"):
                return _asked(request, municipality, form)
            if accepted(form, lambda: decisions.enter_decision(by=request.actor, **told)):  # type: ignore[attr-defined]
                messages.success(
                    request, _("The decision is entered, and everybody whose voice led to it has an answer.")
                )
                return redirect("desk_paper", slug)
    return page(request, "desk/decision", municipality, "paper", form=form, version=version)


def _asked(request: HttpRequest, municipality: Any, form: forms.DecisionForm) -> HttpResponse:
    """The question with everything that was typed, for it can't be corrected later."""
    if form.cleaned_data["adopted"] == "yes":
        words = _("This version can never be changed then. Everybody whose voice led to it hears of it at once.")
    else:
        words = _("Everybody whose voice led to it hears at once that it was not adopted. It can be written anew then.")
    stays = _("A decision that is entered can neither be corrected nor taken back.")
    return ask(
        request, municipality, "paper", title=_("Enter this decision?"), label=_("Enter the decision now"),
        words=f"{words} {stays}",
        **typed(form), back=reverse("desk_paper", args=[municipality.slug]),
    )  # fmt: skip
