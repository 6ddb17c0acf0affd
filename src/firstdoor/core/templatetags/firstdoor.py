"""What templates of every room use without loading: icons, texts in the reader's language, money, styles, small charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstdoor.core import days, desk, texts, vite

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons" / "lucide"
SPACE = "\N{NO-BREAK SPACE}"


# --- Styles, scripts, icons -------------------------------------------------------------------------------------------


def _from_here(context: Context) -> bool:
    """Whether the visitor comes from another page of ours, and so has the stylesheet already."""
    request = context.get("request")
    if request is None:
        return False
    # The bare header: get_host() refuses unknown hosts, and the page that says so needs a stylesheet too.
    host = request.headers.get("Host", "")
    return bool(host) and f"//{host}/" in request.headers.get("Referer", "")


@register.simple_tag(takes_context=True)
def vite_css(context: Context, entry: str) -> SafeString:
    """The stylesheet: inside the page on the first one of a visit (one round trip less on a slow line), else linked."""
    request = context.get("request")
    if entry == vite.FIRST_LOOK and request is not None and not _from_here(context) and hasattr(request, "csp_nonce"):
        return format_html(
            '<style nonce="{}">{}</style><link rel="prefetch" as="style" href="{}">',
            str(request.csp_nonce),
            mark_safe(vite.stylesheet(entry)),  # noqa: S308 our own file, built in the set-up
            vite.url(entry),
        )
    return format_html('<link rel="stylesheet" href="{}">', vite.url(entry))


@register.simple_tag
def vite_js(entry: str) -> SafeString:
    """A script that runs when the page is read; nothing on a page may need it."""
    return format_html('<script type="module" src="{}"></script>', vite.url(entry))


@cache
def _icon(name: str) -> str:
    drawing = (ICONS / f"{name}.svg").read_text("utf-8")
    inside = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", drawing)
    return f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{inside}</svg>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of core/icons/lucide; it never stands without words beside it."""
    return mark_safe(_icon(name))  # noqa: S308 our own files


# --- Words, numbers, languages ----------------------------------------------------------------------------------------


@register.simple_tag(name="texts")
def show_texts(value: texts.Texts | None) -> SafeString:
    """A text in the reader's language; when there is none, the original, marked with its own language."""
    shown = texts.show(value)
    if shown.language in {"", (get_language() or "")[:2]}:
        return format_html("{}", shown.words)
    return format_html('<span lang="{}">{}</span>', shown.language, shown.words)


@register.simple_tag
def original_of(value: texts.Texts | None) -> texts.Shown | None:
    """The original with its language, where the reader gets a translation: `{% original_of text as source %}`."""
    return texts.original(value)


@register.simple_tag
def own_lang(municipality: Any) -> SafeString:
    """The attribute that marks names of places and words of staff: they are in the municipality's own language.

    It stands within a tag, `<span{% own_lang municipality %}>`; nothing where the page is in that language."""
    own = getattr(municipality, "language", "")
    return format_html(' lang="{}"', own) if own and own != (get_language() or "")[:2] else mark_safe("")


@register.simple_tag
def prose(value: texts.Texts | None) -> SafeString:
    """A longer text with its paragraphs, in the reader's language or marked with its own."""
    shown = texts.show(value)
    own = shown.language not in {"", (get_language() or "")[:2]}
    attribute = format_html(' lang="{}"', shown.language) if own else ""
    paragraphs = mark_safe(linebreaks(shown.words, autoescape=True))  # noqa: S308 escaped there
    return format_html('<div class="prose"{}>{}</div>', attribute, paragraphs)


@register.filter(name="plain_texts")
def plain_texts(value: texts.Texts | None) -> str:
    """Only the words of a text, for titles and attributes."""
    return texts.plain(value)


@register.filter
def number(value: int | float | Decimal | None) -> str:
    """A number with the digits in threes, as the page's language writes it; never broken over two lines."""
    if value is None:
        return ""
    english = (get_language() or "").startswith("en")
    written = f"{value:,.0f}" if value == int(value) else f"{value:,f}".rstrip("0")
    if english:
        return written
    return written.replace(",", SPACE).replace(".", ",")


@register.filter
def money(value: int | float | Decimal | None, currency: str | None = "ALL") -> str:
    """An amount with its currency: `1 200 000 lekë`, `1,200,000 lek`; whole units where there are no cents."""
    if value is None:
        return ""
    return f"{number(value)}{SPACE}{currency_name(currency)}"


@register.filter
def after_until(value: date) -> str:
    """A day, or the day of a moment, as it stands after "by" or "until": its weekday when it is near, else its year."""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return days.after_until(day, timezone.localdate())


@register.filter(name="day", expects_localtime=True)
def short_day(value: date | None) -> str:
    """A day, with its year unless that is this one."""
    return days.short(value, timezone.localdate()) if value else ""


@register.filter
def currency_name(code: str | None) -> str:
    """What people call a currency: lekë for ALL."""
    return {"ALL": _("lek"), "EUR": "€"}.get(code or "ALL", code or "")


@register.filter
def tel(value: str | None) -> str:
    """A telephone number as a link has it: digits and a plus."""
    return re.sub(r"[^\d+]", "", value or "")


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, Any]]:
    """The same page in each language: by its prefix where the address has one, else by `?lang=`."""
    request = context.get("request")
    present = (get_language() or settings.LANGUAGE_CODE)[:2]
    path = request.path if request is not None else "/"
    head = f"/{present}/"
    found = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy() if request is not None else {}
        query.pop("lang", None)
        here = path
        if path.startswith(head):
            here = f"/{code}/{path.removeprefix(head)}"
        else:
            query["lang"] = code
        written = query.urlencode() if hasattr(query, "urlencode") else urlencode(query)
        found.append(
            {"code": code, "name": name, "current": code == present, "url": f"{here}?{written}" if written else here}
        )
    return found


@register.simple_tag(takes_context=True)
def desk_links(context: Context) -> list[desk.Link]:
    """The desk's navigation for the signed-in person in the page's municipality; `desk_page` names the present entry."""
    municipality, actor = context.get("municipality"), context.get("actor")
    if municipality is None or actor is None:
        return []
    return desk.links(actor, municipality, current=context.get("desk_page") or "")


@register.simple_tag(takes_context=True)
def desk_part(context: Context) -> str:
    """The part that the signed-in person has in the page's municipality, in words."""
    municipality, actor = context.get("municipality"), context.get("actor")
    return desk.part_of(actor, municipality) if municipality is not None and actor is not None else ""


# --- Forms ------------------------------------------------------------------------------------------------------------


@register.filter
def anchor(field: Any) -> str:
    """The id that a link in the error summary jumps to: the input, or the first of several."""
    return str(field.id_for_label or f"{field.auto_id}_0")


@register.filter
def summed_up(field: Any) -> list[str]:
    """A field's errors for the summary: one that would say the same of any field names the field before it."""
    kinds = type(field.field).__mro__
    usual = {str(words) for kind in kinds for words in getattr(kind, "default_error_messages", {}).values()}
    errors = field.errors.as_data()
    return [
        f"{field.label}: {words}" if str(error.message) in usual or error.code == "needed" else str(words)
        for error in errors for words in error.messages
    ]  # fmt: skip


@register.filter
def set_large(name: str) -> str:
    """How large a name can be set in the place of a picture, by its length and its longest word: "short", "middle", "long"."""
    longest = max(map(len, re.split(r"[\s-]+", name)), default=0)
    if longest <= 9 and len(name) <= 22:
        return "short"
    return "middle" if longest <= 12 and len(name) <= 50 else "long"


@register.filter
def widget_type(field: Any) -> str:
    """The kind of a field's widget, as its class is called: `Textarea`, `RadioSelect`."""
    return type(field.field.widget).__name__


# --- Small charts: attributes of SVG, because the security policy allows no style attributes ----------------------------


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") if whole else "0"


def _segments(parts: Sequence[float], total: float) -> dict[str, Any]:
    whole = max(sum(parts), total)
    start, segments = 0.0, []
    for part in parts:
        end = start + part
        for first, last, over in ((start, min(end, total), False), (max(start, total), end, True)):
            if last > first:  # what reaches beyond the money is cut where the money ends
                segments.append({"x": _percent(first, whole), "width": _percent(last - first, whole), "over": over})
        start = end
    left = {"x": _percent(start, whole), "width": _percent(whole - start, whole)} if whole > start else None
    return {"segments": segments, "left": left, "end": _percent(total, whole) if start > total else ""}


@register.inclusion_tag("core/components/budget.html")
def budget_bar(parts: Sequence[float], total: float, label: str, big: bool = False) -> dict[str, Any]:
    """What a budget is spent on: one segment for each of `parts`, the rest left open, what is too much in stripes behind a
    line; `label` says it in words."""
    return {**_segments(parts, total), "label": label, "big": big}


@register.inclusion_tag("core/components/_segments.html")
def budget_segments(parts: Sequence[float], total: float) -> dict[str, Any]:
    """Only the drawing of `budget_bar`, for the purse that a script keeps up to date."""
    return _segments(parts, total)


@register.inclusion_tag("core/components/bars.html")
def bars(items: Iterable[dict[str, Any]], labelled_by: str = "", height: int = 168) -> dict[str, Any]:
    """Upright bars with the value on each. `items`: dicts of `label`, `value`, and perhaps `tone` ("w" deep, "s" middle)."""
    rows = [dict(item) for item in items]
    top = max((row["value"] for row in rows), default=0) or 1
    for row in rows:
        row["height"] = round(height * row["value"] / top)
    return {"rows": rows, "labelled_by": labelled_by}


@register.simple_tag
def measure_bar(value: float, top: float) -> SafeString:
    """A thin bar under a number, on its column's own scale."""
    return format_html(
        '<svg class="mb" aria-hidden="true"><rect width="{}%" height="6"/></svg>', _percent(min(value, top), top)
    )


@register.simple_tag
def progress_bar(done: float, total: float, labelled_by: str) -> SafeString:
    """How far long work has come; the words that say it carry the id `labelled_by`."""
    share = _percent(min(done, total), total)
    return format_html(
        '<svg class="prog" role="progressbar" aria-labelledby="{}" aria-valuenow="{}" aria-valuemin="0" '
        'aria-valuemax="100"><rect width="{}%" height="100%"/></svg>',
        labelled_by,
        round(float(share)),
        share,
    )


@register.simple_tag
def spark(values: Sequence[float]) -> SafeString:
    """A line without axes; the words beside it say whether it rises."""
    top = max(values, default=0) or 1
    step = 88 / max(len(values) - 1, 1)
    points = [(4 + step * at, 26 - 22 * value / top) for at, value in enumerate(values)]
    if not points:
        return SafeString("")
    x, y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 96 30" aria-hidden="true"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="3.5"/></svg>',
        " ".join(f"{a:.1f},{b:.1f}" for a, b in points),
        f"{x:.1f}",
        f"{y:.1f}",
    )


@register.simple_tag
def gap_track(residents: float, voices: float, top: float = 100) -> SafeString:
    """Two dots on one line: the open one the share of residents, the full one the share of voices."""
    a, b = _percent(residents, top), _percent(voices, top)
    return format_html(
        '<svg class="tk" aria-hidden="true"><line class="base" x2="100%" y1="8" y2="8"/>'
        '<line class="ln" x1="{a}%" x2="{b}%" y1="8" y2="8"/><circle class="pr" cx="{a}%" cy="8" r="6.5"/>'
        '<circle class="pv" cx="{b}%" cy="8" r="6.5"/></svg>',
        a=a,
        b=b,
    )


@register.filter
def times(count: int | None) -> range:
    """`{% for _ in 7|times %}`: as many segments as there are promises."""
    return range(count or 0)
