"""Pilots at the desk: begin one, and everything that belongs to it, each a form of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import photos, rights
from firstdoor.core.texts import plain
from firstdoor.deliver import entries, forms, selectors, services
from firstdoor.deliver.models import Pilot
from firstdoor.deliver.selectors.stations.delivered import changes, figure, method
from firstdoor.deliver.views.refused import refuse
from firstdoor.places import selectors as places

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
RUN, MEASURE = "deliver.run_pilot", "deliver.measure"


@dataclass(frozen=True, slots=True)
class Work:
    """Who works on which pilot of which municipality."""

    by: Any
    municipality: Any
    pilot: Pilot

    @property
    def who(self) -> dict[str, Any]:
        """What each service begins with."""
        return {"by": self.by, "municipality": self.municipality}


def _work(request: HttpRequest, slug: str, pk: UUID, permission: str) -> Work:
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, permission, municipality)
    pilot = selectors.pilot_by_id(municipality, pk)
    if pilot is None:
        raise Http404
    return Work(by, municipality, pilot)


def _show(request: HttpRequest, name: str, municipality: Any, form: Form | None = None, **context: Any) -> HttpResponse:
    status = 422 if form is not None and form.is_bound else 200
    context |= {"municipality": municipality, "desk_page": "pilots", "form": form}
    return render(request, f"deliver/desk/{name}.html", context, status=status)


def _asked(
    request: HttpRequest,
    work: Work,
    form: Form,
    do: Callable[[Any], Any],
    *,
    title: str,
    label: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Ask the form, call one service, and go back to the pilot; what is refused stands beside its field."""
    if form.is_valid():
        try:
            do(form)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, done)
            return redirect("desk_pilot", work.municipality.slug, work.pilot.pk)
    return _show(request, "form", work.municipality, form, pilot=work.pilot, title=title, label=label, **context)


def _languages(work: Work) -> dict[str, Any]:
    return {"languages": work.municipality.languages or None, "currency": work.municipality.currency}


@require_safe
def pilots(request: HttpRequest, slug: str) -> HttpResponse:
    """All pilots, and what was decided that could become one."""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, "deliver.see_pilots", municipality)
    return _show(
        request, "pilots", municipality, pilots=selectors.all_pilots(municipality), today=timezone.localdate(),
        may_run=rights.may(by, RUN, municipality), sources=selectors.sources_without_pilot(municipality),
        kinds=_kinds(),
    )  # fmt: skip


def _kinds() -> dict[str, str]:
    """What a pilot may begin from, in words."""
    return {"proposal": _("Proposal"), "ballot": _("Vote"), "measure": _("Measure")}


@GET_AND_POST
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a pilot from something decided."""
    municipality = places.municipality_or_404(slug)
    by = request.actor  # type: ignore[attr-defined]
    rights.require(by, RUN, municipality)
    sources = selectors.sources_open(municipality)
    names = _kinds()
    choices = [(f"{one.kind}:{one.pk}", f"{names[one.kind]}: {plain(one.title)}") for one in sources]
    wanted = next((one for one in sources if f"{one.kind}:{one.pk}" == request.GET.get("source")), None)
    initial: dict[str, Any] = {}
    if wanted is not None:
        initial = {
            "source": f"{wanted.kind}:{wanted.pk}", "title": wanted.title, "owner": wanted.owner, "due": wanted.due,
            "budget": wanted.budget or None, "indicator": wanted.indicator,
        }  # fmt: skip
    measures = [(str(one.pk), plain(one.title)) for one in sources if one.kind == "measure"]
    form = forms.NewPilotForm(
        request.POST or None, sources=choices, measures=measures, initial=initial,
        languages=municipality.languages or None, currency=municipality.currency,
    )  # fmt: skip
    if form.is_valid():
        kind, source = form.decided()
        try:
            made = services.start_pilot(
                by=by, municipality=municipality, kind=kind, source=source, measure=form.cleaned_data["measure"],
                **form.values(),
            )  # fmt: skip
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The pilot has begun. Plan its steps next."))
            return redirect("desk_pilot", slug, made.pk)
    return _show(
        request, "form", municipality, form, title=_("Begin a pilot"), label=_("Begin the pilot"), sources=sources
    )


@require_safe
def pilot(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """One pilot with everything that belongs to it."""
    work = _work(request, slug, pk, "deliver.see_pilots")
    page = selectors.pilot_page(work.pilot, public=False)
    return _show(
        request, "pilot", work.municipality, page=page, pilot=work.pilot, today=timezone.localdate(),
        changes=changes(page.readings), method=method(page.readings),
        unpaired=[(reading, figure(reading)) for reading in page.unpaired],
        waits=entries.in_words(page.waits(timezone.localdate())),
        may_run=rights.may(work.by, RUN, work.municipality),
        may_measure=rights.may(work.by, MEASURE, work.municipality),
        may_visit=rights.may(work.by, "deliver.visit_as_coach", work.municipality),
        may_react=rights.may(work.by, "deliver.react_to_coach", work.municipality),
    )  # fmt: skip


@GET_AND_POST
def change(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Change what a pilot is called, its dates, its budget."""
    work = _work(request, slug, pk, RUN)
    names = ("title", "owner", "indicator", "ask_back", "budget", "starts", "due", "version")
    initial = {name: getattr(work.pilot, name) for name in names}
    return _asked(
        request, work, forms.PilotForm(request.POST or None, initial=initial, **_languages(work)),
        lambda form: services.change_pilot(
            **work.who, pilot=work.pilot, version=form.cleaned_data["version"] or 0, **form.values()
        ),
        title=_("Change the pilot"), label=_("Save"), done=_("The pilot is changed."),
    )  # fmt: skip


@GET_AND_POST
def new_milestone(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Plan a step."""
    work = _work(request, slug, pk, RUN)
    return _asked(
        request, work, forms.MilestoneForm(request.POST or None, **_languages(work)),
        lambda form: services.add_milestone(
            **work.who, pilot=work.pilot, text=form.words_of("text"), due=form.cleaned_data["due"]
        ),
        title=_("Plan a step"), label=_("Plan the step"), done=_("The step is planned."),
    )  # fmt: skip


def _milestone(work: Work, pk: UUID) -> Any:
    found = selectors.milestone(work.municipality, work.pilot, pk)
    if found is None:
        raise Http404
    return found


@GET_AND_POST
def milestone_done(request: HttpRequest, slug: str, pk: UUID, milestone: UUID) -> HttpResponse:
    """Say that a step is done."""
    work = _work(request, slug, pk, RUN)
    step = _milestone(work, milestone)
    return _asked(
        request, work, forms.DoneOnForm(request.POST or None, initial={"done_on": timezone.localdate()}),
        lambda form: services.finish_milestone(**work.who, milestone=step, done_on=form.cleaned_data["done_on"]),
        title=_("A step is done"), label=_("Done"), done=_("The step is done."), about=step.text,
    )  # fmt: skip


@GET_AND_POST
def milestone_delay(request: HttpRequest, slug: str, pk: UUID, milestone: UUID) -> HttpResponse:
    """Give a step a later date, with the reason."""
    work = _work(request, slug, pk, RUN)
    step = _milestone(work, milestone)
    return _asked(
        request, work, forms.DelayForm(request.POST or None, initial={"due": step.due}, **_languages(work)),
        lambda form: services.delay_milestone(
            **work.who, milestone=step, due=form.cleaned_data["due"], reason=form.words_of("reason")
        ),
        title=_("A step is later"), label=_("Give it the new date"), done=_("The step has a new date."), about=step.text,
    )  # fmt: skip


@GET_AND_POST
def spending(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Enter money that was paid."""
    work = _work(request, slug, pk, RUN)
    return _asked(
        request, work, forms.SpendingForm(request.POST or None, **_languages(work)),
        lambda form: services.add_spending(
            **work.who, pilot=work.pilot, day=form.cleaned_data["day"], amount=form.cleaned_data["amount"],
            what=form.words_of("what"), paid_to=form.cleaned_data["paid_to"], reason=form.words_of("reason"),
        ),
        title=_("Enter a payment"), label=_("Enter the payment"), done=_("The payment is entered."),
    )  # fmt: skip


@GET_AND_POST
def new_photo(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Add a photo; it is public once somebody has looked at it."""
    work = _work(request, slug, pk, RUN)
    return _asked(
        request, work, forms.PhotoForm(request.POST or None, request.FILES or None, **_languages(work)),
        lambda form: services.add_photo(
            **work.who, pilot=work.pilot, file=form.cleaned_data["file"], size=form.cleaned_data["file"].size,
            alt=form.cleaned_data["alt"], caption=form.words_of("caption"), taken_on=form.cleaned_data["taken_on"],
        ),
        title=_("Add a photo"), label=_("Add the photo"),
        done=_("The photo is kept. Look at it once more before everybody sees it."),
    )  # fmt: skip


@require_safe
def photo(request: HttpRequest, slug: str, pk: UUID, photo: UUID) -> HttpResponse:
    """A photo, published or not, for those who work here."""
    work = _work(request, slug, pk, "deliver.see_pilots")
    found = selectors.picture(work.municipality, photo, public=False)
    if found is None or found.photo.pilot_id != work.pilot.pk:
        raise Http404
    return photos.served(found.upload)


@GET_AND_POST
def photo_decision(request: HttpRequest, slug: str, pk: UUID, photo: UUID) -> HttpResponse:
    """Publish a photo, or take it away for good, which is asked once more: nobody can undo it."""
    work = _work(request, slug, pk, "deliver.look_at_photos")
    found = selectors.picture(work.municipality, photo, public=False)
    if found is None or found.photo.pilot_id != work.pilot.pk:
        raise Http404
    if request.method != "POST":
        return _show(request, "photo_remove", work.municipality, pilot=work.pilot, one=found)
    what = request.POST.get("what")
    if what not in {"publish", "remove"}:
        raise BadRequest
    publish = what == "publish"
    services.decide_photo(**work.who, photo=found.photo, publish=publish)
    messages.success(request, _("Everybody sees the photo now.") if publish else _("The photo is gone."))
    return redirect("desk_pilot", slug, pk)


@GET_AND_POST
def visit(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The coach writes what was seen, and advises."""
    work = _work(request, slug, pk, "deliver.visit_as_coach")
    return _asked(
        request, work, forms.VisitForm(request.POST or None, initial={"day": timezone.localdate()}, **_languages(work)),
        lambda form: services.write_visit(
            **work.who, pilot=work.pilot, day=form.cleaned_data["day"], observation=form.words_of("observation"),
            advice=form.words_of("advice"),
        ),
        title=_("A visit"), label=_("Give the advice to the group"), done=_("The group has your advice."),
    )  # fmt: skip


@GET_AND_POST
def reaction(request: HttpRequest, slug: str, pk: UUID, visit: UUID) -> HttpResponse:
    """The group writes what it does with the coach's advice."""
    work = _work(request, slug, pk, "deliver.react_to_coach")
    about = selectors.visit(work.municipality, work.pilot, visit)
    if about is None:
        raise Http404
    initial = {"reaction": about.reaction, "public": about.public}
    return _asked(
        request, work, forms.ReactionForm(request.POST or None, initial=initial, **_languages(work)),
        lambda form: services.react_to_visit(
            **work.who, visit=about, reaction=form.words_of("reaction"), public=form.cleaned_data["public"]
        ),
        title=_("Answer the coach"), label=_("Save the answer"), done=_("The answer is saved."), about=about.advice,
    )  # fmt: skip


@GET_AND_POST
def reading(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Enter a figure before the work, or after it (`?after=` names the one before)."""
    work = _work(request, slug, pk, MEASURE)
    page = selectors.pilot_page(work.pilot, public=False)
    key = request.GET.get("after", "")
    before = next((one for one in page.unpaired if one.key == key), None)
    if key and before is None:
        raise Http404
    kind = forms.AfterForm if before else forms.BeforeForm
    initial = {"day": timezone.localdate(), "method": before.method if before else None}  # it is measured the same way
    form = kind(request.POST or None, initial=initial, **_languages(work))

    def take(form: Any) -> None:
        data = form.cleaned_data
        services.take_reading(
            **work.who, pilot=work.pilot, before=before, what=before.what if before else form.words_of("what"),
            value=data["value"], unit=before.unit if before else data["unit"], day=data["day"],
            method=form.words_of("method"), n=data["n"], margin=data["margin"],
        )  # fmt: skip

    title = _("A figure after the work") if before else _("A figure before the work")
    about = before.what if before else None
    return _asked(
        request,
        work,
        form,
        take,
        title=title,
        label=_("Enter the figure"),
        done=_("The figure stands."),
        about=about,
        early=before is not None and work.pilot.done_at is None,
    )


@GET_AND_POST
def done(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Call a pilot done, and tell all who asked for it."""
    work = _work(request, slug, pk, RUN)
    return _asked(
        request, work, forms.AnswerForm(request.POST or None, **_languages(work)),
        lambda form: services.mark_done(**work.who, pilot=work.pilot, text=form.words_of("text")),
        title=_("The work is done"), label=_("Call it done and tell them"), done=_("It is done, and all are told."),
        voices=selectors.public_voices_behind(work.pilot), open_steps=selectors.open_steps(work.pilot),
    )  # fmt: skip


@GET_AND_POST
def measured(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Publish before and after, and tell all who asked for it."""
    work = _work(request, slug, pk, MEASURE)
    return _asked(
        request, work, forms.AnswerForm(request.POST or None, **_languages(work)),
        lambda form: services.mark_measured(**work.who, pilot=work.pilot, text=form.words_of("text")),
        title=_("What changed"), label=_("Publish it and tell them"), done=_("Before and after are public, and all are told."),
        voices=selectors.public_voices_behind(work.pilot),
    )  # fmt: skip


@GET_AND_POST
def evaluation(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """Write how it went and what others can learn."""
    work = _work(request, slug, pk, RUN)
    initial = {name: getattr(work.pilot, name) for name in ("evaluation", "lesson", "version")}
    return _asked(
        request, work, forms.EvaluationForm(request.POST or None, initial=initial, **_languages(work)),
        lambda form: services.write_evaluation(
            **work.who, pilot=work.pilot, version=form.cleaned_data["version"] or 0,
            evaluation=form.words_of("evaluation"), lesson=form.words_of("lesson"),
        ),
        title=_("Evaluation and lesson"), label=_("Save"), done=_("The evaluation is saved."),
    )  # fmt: skip
