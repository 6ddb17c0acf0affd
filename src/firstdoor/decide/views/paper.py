"""The policy paper as everybody reads it: sections, comments with their answers, and the PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, limits, standing, tables
from firstdoor.core.facts import Facts
from firstdoor.core.forms import refused_for_now
from firstdoor.core.texts import plain
from firstdoor.decide import documents
from firstdoor.decide.forms.paper import CommentForm
from firstdoor.decide.models import Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.changes import marked
from firstdoor.decide.selectors.history import comment_rows, history
from firstdoor.decide.selectors.participation import counted_between, participation
from firstdoor.decide.selectors.reasons import reasons_of_priorities
from firstdoor.decide.services import comments as services
from firstdoor.listen.services import ContactGiven
from firstdoor.places import selectors as places
from firstdoor.understand import selectors as understand

COMPLAINT_OPEN = {Version.State.CONSULTATION, Version.State.CLOSED, Version.State.PROPOSED}


def _shown(municipality: Any) -> Version | None:
    paper = questions.paper_to_read(municipality)
    return questions.shown(paper) if paper else None


def _numbered(municipality: Any, number: int) -> Version:
    paper = questions.paper_to_read(municipality)
    found = [version for version in (questions.versions(paper) if paper else []) if version.number == number]
    if not found or found[0].state == Version.State.DRAFT:
        raise Http404
    return found[0]


def _earlier(municipality: Any, pk: UUID) -> Version:
    version = questions.readable(municipality, pk)
    if version is None:
        raise Http404
    return version


@require_safe
def public_page(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The version in force: in consultation with a button under each paragraph, else as it was proposed or adopted"""
    municipality = places.municipality_or_404(slug)
    find = (lambda: _shown(municipality)) if number is None else (lambda: _numbered(municipality, number))
    return _page(request, municipality, number, find)


@require_safe
def earlier_page(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """What the council adopted in an earlier cycle"""
    municipality = places.municipality_or_404(slug)
    return _page(request, municipality, pk, lambda: _earlier(municipality, pk))


def _page(
    request: HttpRequest, municipality: Any, which: UUID | int | None, find: Callable[[], Version | None]
) -> HttpResponse:
    today = places.local_date(municipality, timezone.now())
    read = Facts(municipality).get("paper", which, today, make=lambda: _as_read(municipality, which, find(), today))
    template = "decide/paper.html" if read else "decide/paper_none.html"
    return render(request, template, {"municipality": municipality, **read})


def _as_read(municipality: Any, which: UUID | int | None, version: Version | None, today: date) -> dict[str, Any]:
    """All that the page tells, put together, since it is the same for everybody; nothing while there is no paper."""
    if version is None:
        return {}
    newest = version if which is None else _shown(municipality)
    is_open = version == newest and questions.is_open(version, today=today)
    paper = version.paper
    consulted = questions.consulted_version(paper)
    measures = questions.stated_measures(version)
    standings = standing.of_measures(municipality, today) if version.state == Version.State.ADOPTED else {}
    report = participation(paper, consulted)
    since, until = counted_between(paper, consulted)
    counts = understand.public_counts(municipality, since=since, until=until)
    sections = questions.sections(version)
    council_date = questions.adoption_due(paper)
    told = {
        "municipality": municipality, "version": version, "newest": newest, "paper": paper, "open": is_open,
        "sections": _rows(version, sections, is_open=is_open), "decision": questions.decision_of(version),
        "measures": [(measure, standings.get(measure.measure_id)) for measure in measures],
        "budget": sum(measure.budget for measure in measures), "standings": bool(standings),
        "asked": _asked(paper, sections), "counts": _counts(counts), "total": counts.total, "report": report,
        "history": history(paper), "council_date": council_date if council_date and council_date >= today else None,
        "reasons": reasons_of_priorities(municipality, paper.cycle_id),
        "may_complain": version.state in COMPLAINT_OPEN, "earlier": questions.earlier_papers(paper),
    }  # fmt: skip
    return {"paper": paper, "body": render_to_string("decide/_paper.html", told)}


def _rows(version: Version, sections: list[questions.Section], *, is_open: bool) -> list[tuple[Any, list[Any]]]:
    language = (get_language() or "sq")[:2]
    before = questions.texts_before(version)
    shown = questions.comments(version, public=True) if is_open else questions.answered_comments(version.paper)
    counts = questions.comment_counts(version)

    def one(number: str, paragraph: Any) -> dict[str, Any]:
        comments = shown.get(paragraph.key, [])
        # Under the text stands the comment that changed it, else the first; the others are folded.
        first = next((row for row in comments if row.outcome == "accepted"), None) or next(iter(comments), None)
        old, new = (before.get(paragraph.key) or {}).get(language, ""), paragraph.text.get(language, "")
        return {
            "number": number,
            "paragraph": paragraph,
            "runs": marked(old, new) if paragraph.changed_after and old and new else None,
            "first": first,
            "rest": [row for row in comments if row is not first],
            "n": counts.get(paragraph.key, 0) or len(comments),
        }

    return [(section, [one(number, row) for number, row in section.paragraphs]) for section in sections]


def _asked(paper: Any, sections: list[questions.Section]) -> list[tuple[Any, str]]:
    """Each line of what was asked with the number of the paragraph that holds it now; "" when there is none."""
    numbers = {row.key: number for section in sections for number, row in section.paragraphs}
    return [(row, numbers.get(row.paragraph_key, "")) for row in questions.asked(paper)]


def _counts(counts: understand.Counts) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each way of counting with the rows of its table."""
    return [
        (part, [{"name": name, "n": n, "top": max(n for _name, n in part.rows)} for name, n in part.rows])
        for part in counts.parts()
    ]


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Comment on one paragraph: write, see how it will look, send."""
    municipality = places.municipality_or_404(slug)
    version = _shown(municipality)
    numbered = {
        row.key: (number, row) for s in (questions.sections(version) if version else []) for number, row in s.paragraphs
    }
    if version is None or key not in numbered:
        raise Http404
    number, paragraph = numbered[key]
    context = {"municipality": municipality, "version": version, "number": number, "paragraph": paragraph}
    if not questions.is_open(version, today=places.local_date(municipality, timezone.now())):
        context |= {
            "consulted": questions.consulted_version(version.paper),
            "wrote": request.POST.get("words", ""),
        }
        return render(request, "decide/comment_over.html", context, status=422 if request.method == "POST" else 200)
    form = CommentForm(request.POST or None)
    if not form.is_valid():
        return render(request, "decide/comment.html", context | {"form": form}, status=422 if form.is_bound else 200)
    if "send" not in request.POST:
        if "change" in request.POST:
            again = CommentForm(initial=form.cleaned_data)
            return render(request, "decide/comment.html", context | {"form": again})
        return render(request, "decide/comment_check.html", context | {"form": form})
    try:
        limits.hit("comments", limits.address_of(request), allowed=30, seconds=3600)
        filed = services.comment(
            by=request.actor,
            municipality=municipality,
            version=version,
            paragraph_key=key,  # type: ignore[attr-defined]
            words=form.cleaned_data["words"],
            language=(get_language() or "sq")[:2],
            draft_key=form.cleaned_data["draft_key"],
            contact=ContactGiven.by_email(form.cleaned_data["email"]),
        )
    except limits.TooMany as refused:
        status = refused_for_now(form, refused.seconds)
        return render(request, "decide/comment.html", context | {"form": form}, status=status)
    except ValidationError as refused:
        form.add_error(None, refused)
        return render(request, "decide/comment.html", context | {"form": form}, status=422)
    if filed.code:
        return redirect("receipt", codes.grouped(filed.code))
    return render(request, "decide/comment_there.html", context)


@require_safe
def pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version of the paper as PDF/UA; drafts are not published."""
    municipality = places.municipality_or_404(slug)
    return _pdf(municipality, _numbered(municipality, number))


@require_safe
def earlier_pdf(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """What the council adopted in an earlier cycle, as PDF/UA"""
    municipality = places.municipality_or_404(slug)
    return _pdf(municipality, _earlier(municipality, pk))


def _pdf(municipality: Any, version: Version) -> HttpResponse:
    response = HttpResponse(documents.paper_pdf(municipality, version), content_type="application/pdf")
    name = _("policy-paper")
    response["Content-Disposition"] = f'inline; filename="{name}-{municipality.slug}-v{version.number}.pdf"'
    return response


@require_safe
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Every comment that may be read, with its answer and the reason"""
    municipality = places.municipality_or_404(slug)
    paper = questions.paper_to_read(municipality)
    if paper is None:
        raise Http404
    rows = comment_rows(paper)
    context = {"municipality": municipality, "paper": paper, "rows": rows, "outcomes": questions.outcomes(paper)}
    return render(request, "decide/comments.html", context)


@require_safe
def comments_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same table as CSV"""
    municipality = places.municipality_or_404(slug)
    paper = questions.paper_to_read(municipality)
    if paper is None:
        raise Http404
    head = ["version", "paragraph", "date", "language", "comment", "outcome", "reason", "answered"]
    table = [
        (
            row.version.number, number, places.local_date(municipality, row.voice.heard_at).isoformat(),
            row.voice.language, row.voice.words, row.outcome, plain(row.reason),
            places.local_date(municipality, row.answered_at).isoformat(),
        )
        for number, row in comment_rows(paper)
    ]  # fmt: skip
    response = HttpResponse(tables.csv_text(head, table), content_type="text/csv; charset=utf-8")
    name = _("comments")
    response["Content-Disposition"] = f'attachment; filename="{name}-{municipality.slug}.csv"'
    return response
