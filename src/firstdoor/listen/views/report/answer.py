"""Do you want an answer? And, after the report is sent, the optional questions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from firstdoor.listen import services
from firstdoor.listen.forms.report import AboutYouForm, AnswerForm
from firstdoor.listen.services.intake import ASKED
from firstdoor.listen.views.report.visit import Visit, needs_words, step
from firstdoor.places import selectors as places


@step()
@needs_words
def answer(visit: Visit) -> HttpResponse:
    """Do you want an answer? By the code alone, e-mail, telephone or a visit."""
    writing = visit.writing
    form = AnswerForm(
        visit.request.POST if visit.posted else None, municipality=visit.municipality,
        initial={"answer": writing.answer or "page", "contact": writing.contact},
    )  # fmt: skip
    if form.is_valid():
        visit.write(answer=form.cleaned_data["answer"], contact=form.cleaned_data["contact"])
        done = visit.on(form, lambda: visit.go_on("report_check"))
        if done:
            return done
    before = "report" if writing.quiet else "report_photo"
    return visit.show(
        "listen/report/answer.html", form=form, step=3 if writing.quiet else 4,
        steps=3 if writing.quiet else 4, back=visit.url("report_check" if visit.to_check else before),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest, slug: str) -> HttpResponse:
    """A few optional questions after the report is sent; "skip" is as easy as answering."""
    visit = Visit(request, slug)
    if not visit.writing.sent:
        return visit.go("report_check" if visit.writing.words else "report")
    if visit.writing.lane:
        return visit.receipt()  # nobody is counted by a confidential matter
    if visit.posted and "skip" in request.POST:
        return visit.receipt()
    form = AboutYouForm(request.POST if visit.posted else None, units=places.units(visit.municipality))
    if form.is_valid():
        values = form.cleaned_data
        services.answer_about_you(
            by=request.actor, municipality=visit.municipality, voice_id=visit.voice_id,
            answers={code: values[code] for code in ASKED}, age=values["age"], gender=values["gender"],
            unit_id=UUID(values["unit"]) if values["unit"] else None, now=visit.now,
        )  # fmt: skip
        return visit.receipt()
    return visit.show("listen/report/about_you.html", form=form, receipt=visit.receipt_url)
