"""/_components: every component in every state, light beside dark. For whoever builds pages, and for the browser tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from firstdoor.core import texts
from firstdoor.core.dates import DayField

PICTURE = SafeString(
    '<svg class="pic" viewBox="0 0 160 104" aria-hidden="true"><path class="ground" d="M8 96h144"/><g class="outline">'
    '<path d="M22 96 38 20M54 96 38 20M106 96l16-76M138 96l-16-76" fill="none"/><path class="wood" d="M30 16h100v8H30z"/>'
    '<path d="M56 24 60 70M104 24l-4 46" fill="none"/><ellipse class="sand" cx="80" cy="72" rx="30" ry="10"/>'
    '<path class="leaf" d="M54 74c6 14 46 14 52 0"/></g></svg>'
)
SWATCHES = (
    "paper", "surface", "sunk", "line", "edge", "soft", "ink", "green", "green-tint", "ochre-fill", "ochre-tint", "red",
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind."""

    where = forms.CharField(label="Where is it?", help_text="A street, school or shop.")
    code = forms.CharField(label="Receipt code", widget=forms.TextInput({"class": "code-in"}))
    words = forms.CharField(label="What is going on?", widget=forms.Textarea({"rows": 3}), required=False)
    answer = forms.ChoiceField(
        label="How do you want the answer?",
        choices=[("sms", "By SMS"), ("visit", "By visit")],
        widget=forms.RadioSelect,
    )
    unit = forms.ChoiceField(label="Unit", choices=[("", "Choose"), ("kuman", "Kuman"), ("strum", "Strum")])
    on = DayField(label="On which day?")
    photo = forms.FileField(label="Photo", required=False)
    news = forms.BooleanField(label="Send me news of this place", required=False)

    def clean_code(self) -> str:
        """Refuse, so that the sheet shows a field with an error."""
        raise forms.ValidationError("The last sign does not fit. Look at the code again.")


def _form(prefix: str) -> SampleForm:
    data = {
        "where": "School, Kuman",
        "code": "K7M2-9XQ5",
        "answer": "sms",
        "unit": "kuman",
        "on": "2026-01-14",
        "news": "on",
    }
    return SampleForm({f"{prefix}-{name}": value for name, value in data.items()}, prefix=prefix)


def _samples() -> dict[str, Any]:
    return {
        "municipality": {
            "name": texts.make("en", "Municipality of Roskovec", sq="Bashkia Roskovec"),
            "slug": "roskovec",
            "short_name": "Roskovec",
            "phone": "069 000 0000",
            "office_hours": texts.make("en", "Monday to Friday, 8:00 to 16:00"),
            "danger_number": "112",
        },
        "picture": PICTURE,
        "swatches": SWATCHES,
        "news": [
            {"when": "Vote, until 4 December", "title": "Children choose play equipment", "url": "#", "words": "800,000 lek."},
            {"when": "Consultation, until 16 December", "title": "Local Safety Policy Paper", "url": "#",
             "state": "wait", "label": "Waits for your comment"},
            {"when": "30 October 2026", "title": "14 lamps in the school road", "url": "#", "state": "done", "label": "Kept"},
        ],
        "steps": [
            {"title": "Read the picture", "url": "#", "state": "completed"},
            {"title": "Choose two priorities", "url": "#", "state": "waits"},
            {"title": "Write the policy paper", "url": "#", "state": "doing", "hint": "Three of six sections have text."},
            {"title": "Open the consultation", "state": "later"},
        ],
        "stations": [
            {"state": "past", "when": "14 January 2026", "by": "you, by telephone", "title": "You told us",
             "quote": "Rruga nga shkolla te ura është pa dritë.", "quote_language": "sq"},
            {"state": "past", "when": "26 June 2026", "by": "Municipal council", "title": "It was decided",
             "body": "14 lamps, 1,200,000 lek.", "url": "#", "label": "Decision no. 41"},
            {"state": "now", "when": "since 7 September", "by": "Services Directorate", "title": "Being done",
             "sub": ["7 September: digging began", "2 October: late, nine days of rain"],
             "changes": [{"name": "Lamps that work", "was": "0", "now": "14"}], "method": "Counted at night."},
            {"state": "next", "when": "by 15 December", "by": "Municipality and State Police", "title": "Measured"},
        ],
        "answers": [
            {"name": "Your words", "value": "The road from the school to the bridge is dark.", "url": "#"},
            {"name": "Photo", "value": "", "url": "#"},
        ],
        "rows": [("Kuman", 111), ("Kurjan", 33), ("Strum", 132)],
        "head": ("Unit", "Voices"),
        "bars": [
            {"label": "Nov", "value": 9, "tone": "w"}, {"label": "Dec", "value": 11, "tone": "w"},
            {"label": "Jan", "value": 12, "tone": "w"}, {"label": "Feb", "value": 8}, {"label": "Mar", "value": 6},
            {"label": "Apr", "value": 4}, {"label": "May", "value": 0}, {"label": "Jun", "value": 2, "tone": "s"},
        ],
        "trend": (9, 11, 12, 8, 6, 4, 2, 2, 3, 5, 7, 6),
        "hex_steps": [("q0", "none"), ("q1", "1 to 2"), ("q2", "3 to 5"), ("q3", "6 to 10"), ("q4", "more than 10")],
        "chosen": (160000,),
        "parts": (160000, 180000, 70000, 110000),
        "phases": [("Received", "ok"), ("Looked at", "cur"), ("Planned", ""), ("Doing", ""), ("Ended", "")],
        "facts": [
            {"name": "Theme", "value": "Way to school"}, {"name": "Whose", "value": "State Police"},
            {"name": "Photo", "value": "1 waits for your eye", "waits": True},
        ],
        "keys": [("J K", "next, previous"), ("X", "select"), ("A", "answer")],
        "undo": {"words": "Joined with case 118.", "url": "/healthz"},
        "received": datetime(2026, 1, 14, 18, 42),  # noqa: DTZ001 only shown
        "answer_by": date(2026, 1, 28),
    }  # fmt: skip


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only in the demo and while developing."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    language = "sq" if request.GET.get("lang") == "sq" else "en"
    with translation.override(language):
        themes = [
            {"key": "light", "title": "Light", "form": _form("light")},
            {"key": "dark", "title": "Dark", "form": _form("dark")},
        ]
        page = render(request, "core/sheet.html", {**_samples(), "themes": themes})
    page["Content-Language"] = language
    return page
