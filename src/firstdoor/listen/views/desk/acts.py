"""Each thing that is done with a case is a small page of its own: a form, one service, and back to the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from firstdoor.core import rights
from firstdoor.listen.forms.desk import facts, phases
from firstdoor.listen.forms.desk.base import ActForm
from firstdoor.listen.models import Case
from firstdoor.listen.models.theme import Level
from firstdoor.listen.selectors import case as questions
from firstdoor.listen.selectors.queue import case_by_number
from firstdoor.listen.services import NobodyReadsThis, cases, lanes
from firstdoor.listen.views.desk import frame, queue
from firstdoor.listen.views.desk.case import acts_of, find, show_case

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its form (none: a single button), its service, what the page asks and what is said afterwards."""

    service: Callable[..., Any]
    done: Words
    form: type[ActForm] | None = None
    ask: Words = ""
    label: Words = ""
    hint: Words = ""
    lane: bool = False  # for the members of a lane, who need no right of the desk
    versioned: bool = True


def _join(*, number: int, **given: Any) -> Any:
    other = case_by_number(given["by"], given["municipality"], number)
    if other is None:
        raise ValidationError({"number": _("There is no open case with this number.")})
    return cases.join(other=other, **given)


ACTS: dict[str, Act] = {
    "look": Act(cases.look, gettext_lazy("Case {number}: looked at.")),
    "theme": Act(
        cases.set_theme, gettext_lazy("Case {number}: theme set."), facts.ThemeForm, gettext_lazy("What is it about?"),
        gettext_lazy("Set the theme"),
    ),
    "place": Act(
        cases.set_place, gettext_lazy("Case {number}: place set."), facts.PlaceForm, gettext_lazy("Where is it?"),
        gettext_lazy("Set the place"),
    ),
    "urgency": Act(
        cases.set_urgency, gettext_lazy("Case {number}: urgency set."), facts.UrgencyForm,
        gettext_lazy("How urgent is it?"), gettext_lazy("Set the urgency"),
    ),
    "name": Act(
        cases.name, gettext_lazy("Case {number}: names set."), facts.NameForm, gettext_lazy("What is it called?"),
        gettext_lazy("Save the names"),
    ),
    "publish": Act(
        cases.publish, gettext_lazy("Case {number} is public."), facts.PublishForm,
        gettext_lazy("This is how everybody will see it"), gettext_lazy("Let everybody read this"),
    ),
    "unpublish": Act(cases.unpublish, gettext_lazy("Case {number} is not public any more.")),
    "level": Act(
        cases.set_voice_level, gettext_lazy("Case {number}: readers set."), facts.LevelForm,
        gettext_lazy("Who may read this voice?"), gettext_lazy("Set the readers"),
    ),
    "translate": Act(
        cases.translate_voice, gettext_lazy("Case {number}: translation kept."), facts.TranslateForm,
        gettext_lazy("Translate these words"), gettext_lazy("Keep the translation"),
    ),
    "ours": Act(
        cases.take_charge, gettext_lazy("Case {number} is ours."), phases.OursForm, gettext_lazy("Who of us does it?"),
        gettext_lazy("It is ours"),
    ),
    "hand": Act(
        cases.hand_over, gettext_lazy("Case {number} is handed over."), phases.HandForm,
        gettext_lazy("To whom is it handed over?"), gettext_lazy("Hand over"),
    ),
    "back": Act(cases.take_back, gettext_lazy("Case {number} is with us again.")),
    "plan": Act(
        cases.plan, gettext_lazy("Case {number} is planned."), phases.PlanForm, gettext_lazy("By when is it done?"),
        gettext_lazy("Plan it"),
    ),
    "start": Act(
        cases.start, gettext_lazy("Case {number} is being done."), phases.StartForm,
        gettext_lazy("It is being done now"), gettext_lazy("It is being done"),
    ),
    "end": Act(
        cases.end, gettext_lazy("Case {number} has ended, and its receipts are answered."), phases.EndForm,
        gettext_lazy("How did it end?"), gettext_lazy("End the case"),
    ),
    "reopen": Act(cases.reopen, gettext_lazy("Case {number} is open again.")),
    "join": Act(
        _join, gettext_lazy("Joined with case {number}."), facts.JoinForm, gettext_lazy("With which case is it one?"),
        gettext_lazy("Join them"),
    ),
    "separate": Act(cases.separate, gettext_lazy("Case {number} stands by itself again.")),
    "split": Act(
        cases.split, gettext_lazy("Case {number} was split off."), facts.SplitForm,
        gettext_lazy("Give this voice a case of its own"), gettext_lazy("Split it off"),
    ),
    "answer": Act(
        cases.answer, gettext_lazy("Case {number} is answered."), phases.AnswerForm, gettext_lazy("What is the answer?"),
        gettext_lazy("Send answer"),
    ),
    "lane-note": Act(
        lanes.add_note, gettext_lazy("The note is kept, sealed."), phases.NoteForm, gettext_lazy("A note for this lane"),
        gettext_lazy("Keep the note"), lane=True, versioned=False,
    ),
    "lane-answer": Act(
        lanes.answer_in_lane, gettext_lazy("The answer is given."), phases.SentenceForm,
        gettext_lazy("Which sentence answers?"), gettext_lazy("Send answer"),
        gettext_lazy("It is read on a page that others may see over a shoulder: it tells nothing."), lane=True,
    ),
    "lane-referral": Act(
        lanes.refer, gettext_lazy("The referral is recorded."), phases.ReferForm, gettext_lazy("Who was referred to whom?"),
        gettext_lazy("Record it"), gettext_lazy("Only to whom and when is kept, never what about."), lane=True,
        versioned=False,
    ),
    "lane-out": Act(
        lanes.let_out, gettext_lazy("The case is with the safety team."), phases.LetOutForm,
        gettext_lazy("Give it to the safety team"), gettext_lazy("Give it to the safety team"),
        gettext_lazy("The words become readable to all who handle cases, never to everybody."), lane=True,
    ),
}  # fmt: skip


def view(name: str) -> Callable[..., HttpResponse]:
    """The page of one act."""
    act = ACTS[name]

    def one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
        by, municipality = frame.enter(request, slug)
        found = find(request, municipality, number)
        _may(by, municipality, found, name)
        if act.form is None:
            return _button(request, municipality, found, name)
        return _form(request, municipality, found, name, act.form)

    one.__name__, one.__doc__ = f"case_{name.replace('-', '_')}", f"{act.service.__doc__}".split("\n")[0]
    return require_POST(one) if act.form is None else require_http_methods(["GET", "POST"])(one)


def _may(by: Any, municipality: Any, found: Case, name: str) -> None:
    """Nothing here for who may not do it; an act that the case does not allow now is refused by its service."""
    if ACTS[name].lane:
        rights.require(by, "listen.enter_lane", municipality)
        if name != "lane-note" and found.lane not in by.lanes(municipality.pk):
            raise Http404
    elif found.level == "lane":
        if name not in {"look", "urgency", "start", "end", "reopen", "join", "separate", "split"}:
            raise Http404
    else:
        rights.require(by, "listen.triage", municipality)


def _version(request: HttpRequest, name: str) -> dict[str, int]:
    typed = request.POST.get("version", "")
    if not ACTS[name].versioned or not typed:
        return {}
    return {"version": int(typed) if typed.isdecimal() and len(typed) < 10 else 0}  # no case ever has version 0


def _button(request: HttpRequest, municipality: Any, found: Case, name: str) -> HttpResponse:
    by = request.actor  # type: ignore[attr-defined]
    was = cases.before(found)
    try:
        result = ACTS[name].service(by=by, municipality=municipality, case=found, **_version(request, name))
    except cases.Outdated:
        fresh = find(request, municipality, found.number)
        return show_case(request, municipality, fresh, status=422, overtaken=True)
    except ValidationError as wrong:
        return show_case(request, municipality, found, status=422, refused=wrong.messages)
    return _done(request, municipality, found, name, was, result)


def _form(request: HttpRequest, municipality: Any, found: Case, name: str, make: type[ActForm]) -> HttpResponse:
    by, act = request.actor, ACTS[name]  # type: ignore[attr-defined]
    page = questions.case_page(municipality, found)
    given = {"by": by, "municipality": municipality, "page": page}
    initial = {"voice": request.GET["voice"]} if request.GET.get("voice") else {}
    form = make(request.POST if request.method == "POST" else None, initial=initial, **given)
    if getattr(form, "heard", form) is None:
        raise Http404
    status = 200
    if form.is_bound:
        status = 422
        was = cases.before(found)
        if form.is_valid():
            try:
                result = act.service(
                    by=by, municipality=municipality, case=found, **form.values(), **_version(request, name)
                )
            except cases.Outdated as late:
                fresh = case_by_number(by, municipality, late.case.number)
                if fresh is None:
                    raise Http404 from late
                found = fresh
                form.page = page = questions.case_page(municipality, fresh)
                form = form.overtaken()
            except NobodyReadsThis as nobody:
                form.refuse(nobody)
            except ValidationError as wrong:
                form.refuse(wrong)
            else:
                return _done(request, municipality, found, name, was, result, told=bool(form.values().get("text")))
    candidates = questions.alike(by, municipality, page) if name == "join" else []
    wishes = sum(one.voice.asked_level == Level.PUBLIC and one.voice.level != Level.PUBLIC for one in page.voices)
    if not form.is_bound and not candidates:  # else the first that looks alike is stood on
        form.begin()
    return show_case(
        request, municipality, found, template="act", status=status, page=page, form=form, act=name, ask=act.ask,
        label=act.label, hint=act.hint, heard=getattr(form, "heard", None), candidates=candidates, answer_form=None,
        wishes=wishes if name == "theme" else 0,
    )  # fmt: skip


def _done(
    request: HttpRequest, municipality: Any, found: Case, name: str, was: Any, result: Any, *, told: bool = False
) -> HttpResponse:
    by, shown, other = request.actor, found.number, ""  # type: ignore[attr-defined]
    stays = case_by_number(by, municipality, found.number)
    if name == "join":
        stays, gone = case_by_number(by, municipality, result[0].number), result[1]
        shown = gone.number if gone.number != found.number else result[0].number
        undone = gone
    elif name == "split":
        shown, other, undone = result.number, str(result.pk), stays
    else:
        undone = stays
    words = str(ACTS[name].done).format(number=shown)
    if stays is None:
        frame.keep_undo(request, municipality, "", 0, [])
        messages.success(request, _("It is sealed now: only the members of its lane see it."))
        return redirect("desk_voices", municipality.slug)
    step = cases.remember(name, was, undone, other=other) if undone is not None and not told else None
    part, number = queue.kept_address(request, municipality), undone.number if undone is not None else 0
    about = {found.number, stays.number, shown, number}
    frame.keep_undo(request, municipality, words, number, [step] if step else [], cases=about, back=part)
    if step is None:
        messages.success(request, words)
    return redirect(reverse("desk_case", args=[municipality.slug, stays.number]) + part)


__all__ = ["ACTS", "acts_of", "view"]
