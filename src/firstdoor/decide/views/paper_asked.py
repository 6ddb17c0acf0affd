"""We asked, you said, we did: its lines at the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firstdoor.core.acting import accepted, told
from firstdoor.core.texts import plain
from firstdoor.decide.forms.paper import AskedForm
from firstdoor.decide.models import Asked, Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.services import asked as services
from firstdoor.decide.services.paper import WRITE
from firstdoor.decide.views.common import TAKE_OUT, ask, asked_to_take_out, at_desk, page

GET_AND_POST = require_http_methods(["GET", "POST"])
FIELDS = ("question", "said", "did")


def _consulted(municipality: Any) -> Version:
    paper = questions.newest_paper(municipality)
    version = questions.consulted_version(paper) if paper else None
    if version is None:
        raise Http404
    return version


def _form(request: HttpRequest, municipality: Any, version: Version, row: Asked | None) -> AskedForm:
    newest = questions.latest(version.paper)
    paragraphs = [
        (found.key, f"{number} {Truncator(plain(found.text)).chars(60)}")
        for section in questions.sections(newest)
        for number, found in section.paragraphs
    ]
    initial = {name: getattr(row, name) for name in (*FIELDS, "paragraph_key")} if row else None
    if row:
        initial["edited"] = services.mark_of_line(row)
    return AskedForm(request.POST or None, languages=municipality.languages, paragraphs=paragraphs, initial=initial)


def _put(request: HttpRequest, municipality: Any, version: Version, form: AskedForm, row: Asked | None) -> bool:
    first = form.languages[0]
    return accepted(
        form,
        lambda: services.put_asked(
            by=request.actor, municipality=municipality, version=version, row=row,  # type: ignore[attr-defined]
            paragraph_key=form.cleaned_data["paragraph_key"], seen=form.cleaned_data["edited"] or None,
            **{name: form.words_of(name) for name in FIELDS},
        ),
        {name: f"{name}_{first}" for name in FIELDS},
    )  # fmt: skip


@GET_AND_POST
def asked_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a line of what was asked, said and done"""
    municipality = at_desk(request, slug, WRITE)
    version = _consulted(municipality)
    form = _form(request, municipality, version, None)
    if form.is_valid() and _put(request, municipality, version, form, None):
        return redirect("desk_paper", slug)
    return page(request, "desk/asked", municipality, "paper", form=form)


@GET_AND_POST
def asked(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change a line of it, or take it out (`remove`)"""
    municipality = at_desk(request, slug, WRITE)
    row = questions.asked_row(municipality, pk)
    if row is None:
        raise Http404
    if asked_to_take_out(request):
        return ask(
            request, municipality, "paper", title=_("Take this line out?"), label=_("Take it out"), hidden=TAKE_OUT,
            words=_("Its words are gone then, in all languages."), shown=[row.question, row.did], back=request.path,
        )  # fmt: skip
    if request.POST.get("remove"):
        told(
            request,
            lambda: services.remove_asked(by=request.actor, municipality=municipality, row=row),  # type: ignore[attr-defined]
            _("The line was taken out."),
        )
        return redirect("desk_paper", slug)
    form = _form(request, municipality, row.version, row)
    if form.is_valid() and _put(request, municipality, row.version, form, row):
        return redirect("desk_paper", slug)
    there = row if form.non_field_errors() else None
    return page(request, "desk/asked", municipality, "paper", form=form, row=row, there=there)
