"""One unbroken line: what was, what is now, what is expected; every station with a date and who."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstdoor.core.days import after_until
from firstdoor.core.templatetags.firstdoor import show_texts
from firstdoor.core.texts import Texts
from firstdoor.deliver.selectors.thread import GoldenThread
from firstdoor.listen.selectors.thread import Told
from firstdoor.places import selectors as places


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after, in words."""

    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of the line, in the words of the page; what people wrote carries its language."""

    kind: str
    title: str
    day: date
    by: str
    state: str = "past"
    when: str = ""
    body: str = ""
    quote: str = ""
    quote_language: str = ""
    sub: tuple[str, ...] = ()
    url: str = ""
    label: str = ""
    changes: tuple[Change, ...] = ()
    method: str = ""
    settled: bool = False
    extra: str = ""
    data: Any = None


def written(texts: Texts | None) -> str:
    """What somebody wrote, marked with its language where that is not the page's; "" for nothing."""
    return show_texts(texts) if texts else ""


def sentence(texts: Texts | None) -> str:
    """What somebody wrote as a sentence: a title gets its full stop."""
    said = written(texts)
    return format_html("{}.", said) if said and not strip_tags(said).endswith((".", "!", "?")) else said


def joined(*parts: str) -> str:
    """Sentences one after another, safe where they were safe; empty ones left out."""
    kept = [part for part in parts if part]
    return format_html_join(" ", "{}", ((part,) for part in kept))


def in_words(day: date) -> str:
    """A date as the place writes it."""
    return date_format(day, "DATE_FORMAT")


def page(path: str) -> str:
    """A page of ours in the reader's language, from its path without one."""
    return f"/{(get_language() or 'sq')[:2]}/{path.lstrip('/')}" if path else ""


def paragraph_link(line: Line) -> dict[str, str]:
    """`url` and `label` of the paragraph that a comment is about, in the version in which it was written; empty when it
    is no comment."""
    comment = line.thread.policy.comment
    if comment is None:
        return {}
    slug = line.thread.voice.municipality.slug
    number, section = line.thread.policy.about or ("", "")
    label = _("Paragraph {number}, {section}").format(number=number, section=section) if number else _("The paragraph")
    return {"url": page(f"/{slug}/paper/earlier/{comment.version_id}/#p-{comment.paragraph_key}"), "label": label}


@dataclass(slots=True)
class Line:
    """Collects stations in any order and puts them into one."""

    thread: GoldenThread
    told: list[Told]
    past: list[tuple[datetime, int, Station]] = field(default_factory=list)
    future: list[Station] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The municipality's clock."""
        return self.thread.voice.municipality.zone

    @property
    def today(self) -> date:
        """The day it is there."""
        return places.local_date(self.thread.voice.municipality, self.thread.now)

    def reached(self, kind: str, title: str, at: datetime | date, by: str, **more: Any) -> None:
        """Add what has happened. Things of one moment stand in the order in which they were added."""
        moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), self.zone)
        day = moment.astimezone(self.zone).date()
        self.past.append((moment, len(self.past), Station(kind, title, day, by, **more)))

    def expect(self, kind: str, title: str, due: date | None, by: str, **more: Any) -> None:
        """Add what is expected; nothing without a date, since no station stands without one."""
        if due is None:
            return
        if due < self.today:
            more["body"] = joined(_("This is late. You may call and ask."), more.get("body", ""))
        self.future.append(Station(kind, title, due, by, state="next", **more))

    def take(self, *kinds: str, **which: Any) -> Told | None:
        """The first answer of these kinds that no station shows yet, and it is shown from now on.

        `which` narrows it by the answer's fields: `about_id`, `about_kind`, `at`.
        """
        for told in self.told:
            if told.kind in kinds and all(getattr(told, name) == value for name, value in which.items()):
                self.told.remove(told)
                return told
        return None

    def take_all(self, kind: str) -> list[Told]:
        """All answers of one kind that no station shows yet."""
        found = [told for told in self.told if told.kind == kind]
        self.told[:] = [told for told in self.told if told.kind != kind]
        return found

    def stations(self) -> list[Station]:
        """The line: the last thing that happened is the present one, or the first expected while nobody has looked."""
        past = [station for _moment, _number, station in sorted(self.past, key=lambda entry: entry[:2])]
        future = sorted(self.future, key=lambda station: station.day)
        if self.thread.fresh and future:
            line = [*past, replace(future[0], state="now"), *future[1:]]
        elif past:
            line = [*past[:-1], replace(past[-1], state="now", settled=past[-1].settled or not future), *future]
        else:
            line = future
        return [replace(station, when=self._when(station)) for station in line]

    def _when(self, station: Station) -> str:
        awaited = self.thread.fresh and self.future and station.state == "now"
        if awaited or station in self.future or station.state == "next":
            return _("by {date}").format(date=after_until(station.day, self.today))
        words = in_words(station.day)
        if station.state == "now" and station.day == self.today:
            return _("today, {date}").format(date=words)
        return words
