"""The policy paper as everybody reads it: sections, comments with their answers, and the PDF."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstdoor.core import codes, limits
from firstdoor.core.errors import too_many
from firstdoor.core.facts import Facts
from firstdoor.decide import documents
from firstdoor.decide.forms.paper import CommentForm
from firstdoor.decide.models import Version
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.changes import marked
from firstdoor.decide.services import comments as services
from firstdoor.places import selectors as places


def _shown(municipality: Any) -> Version | None:
    paper = questions.newest_paper(municipality)
    return questions.shown(paper) if paper else None


@require_safe
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force: in consultation with a button under each paragraph, else as it was proposed or adopted."""
    municipality = places.municipality_or_404(slug)
    today = places.local_date(municipality, timezone.now())
    read = Facts(municipality).get("paper", today, make=lambda: _as_read(municipality, today))
    template = "decide/paper.html" if read else "decide/paper_none.html"
    return render(request, template, {"municipality": municipality, **read})


def _as_read(municipality: Any, today: date) -> dict[str, Any]:
    """All that the page tells; nothing while there is no paper to read."""
    version = _shown(municipality)
    if version is None:
        return {}
    language = (get_language() or "sq")[:2]
    before = questions.texts_before(version)
    is_open = questions.is_open(version, today=today)
    shown = questions.comments(version, public=True) if is_open else questions.answered_comments(version.paper)
    counts = questions.comment_counts(version)
    rows = [
        (
            section,
            [
                {
                    "number": number,
                    "paragraph": paragraph,
                    "runs": marked((before.get(paragraph.key) or {}).get(language, ""), paragraph.text[language])
                    if paragraph.changed_after and paragraph.text.get(language)
                    else None,
                    "comments": shown.get(paragraph.key, []),
                    "n": counts.get(paragraph.key, 0) or len(shown.get(paragraph.key, [])),
                }
                for number, paragraph in section.paragraphs
            ],
        )
        for section in questions.sections(version)
    ]
    return {
        "version": version,
        "paper": version.paper,
        "sections": rows,
        "measures": questions.measures(version.paper),
        "decision": questions.decision_of(version),
        "open": is_open,
        "outcomes": questions.outcomes(version.paper),
        "council_date": questions.adoption_due(version.paper),
    }


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
            contact=form.contact,
        )
    except limits.TooMany as refused:
        return too_many(request, refused.seconds)
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
    paper = questions.newest_paper(municipality)
    found = [version for version in (questions.versions(paper) if paper else []) if version.number == number]
    if not found or found[0].state == Version.State.DRAFT:
        raise Http404
    response = HttpResponse(documents.paper_pdf(municipality, found[0]), content_type="application/pdf")
    name = _("policy-paper")
    response["Content-Disposition"] = f'inline; filename="{name}-{municipality.slug}-v{number}.pdf"'
    return response
