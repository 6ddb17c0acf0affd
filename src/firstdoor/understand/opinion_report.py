"""The results of a conversation on paper: as PDF/UA, with the map as a drawing beside its table and sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from firstdoor.core import typeset
from firstdoor.core.texts import plain
from firstdoor.understand import summary
from firstdoor.understand.selectors.opinions import Group, Line, Results
from firstdoor.understand.selectors.taken_part import TookPart

TEMPLATE = Path(__file__).resolve().parent / "opinion_report.typ"


def report_pdf(
    municipality: Any, conversation: Any, found: Results, heard: TookPart, *, over: bool, address: str
) -> bytes:
    """The question, who has been heard, what unites, where groups differ, what is undecided, how it was counted."""
    drawn = timezone.localtime(found.drawn_at, municipality.zone)
    ends = date_format(conversation.last_day, "DATE_FORMAT")
    stands = (
        _("Over since {day}.").format(day=ends)
        if over
        else _("Open until {day}. As of {now}.").format(day=ends, now=date_format(drawn, "DATETIME_FORMAT"))
    )
    voted = ngettext("{n} person voted {votes} times.", "{n} people voted {votes} times.", found.people)
    sections = [_shared(found), _differ(found), _undecided(found)]
    data = {
        "kind": _("Results of a conversation"),
        "title": plain(conversation.title),
        "question": plain(conversation.question),
        "author": plain(municipality.name),
        "language": (get_language() or "sq")[:2],
        "lead": [voted.format(n=found.people, votes=found.votes), stands, address],
        "heard_title": _("Who has been heard"),
        "heard": _heard(heard),
        "heard_note": _heard_note(heard),
        "sections": [section for section in sections if section],
        "map": _map(found) if found.dots else None,
        "every_title": _("Every statement"),
        "every_head": [_("Statement"), _("Agree"), _("Disagree"), _("Pass")],
        "every": [_row(line) for line in found.lines],
        "hands_title": _("Shows of hands"),
        "hands_note": _("Hands raised at meetings. They are not among the votes above, and not in the map."),
        "hands": [[f"{line.number}. {_words(line)}", *map(str, line.hands)] for line in found.lines if line.n_hands],
        "method_title": _("How it was counted"),
        "method": _method(found),
    }
    return typeset.pdf(TEMPLATE, data)


def _words(line: Line) -> str:
    return typeset.breakable(plain(line.text))


def _says(line: Line) -> str:
    return _("{agree} agree, {disagree} disagree, {passed} pass").format(
        agree=line.agree, disagree=line.disagree, passed=line.passed
    )


def _row(line: Line) -> list[str]:
    name = f"{line.number}. {_words(line)}"
    if not line.told:
        return [name, _("few"), "", ""]
    return [name, str(line.agree), str(line.disagree), str(line.passed)]


def _shared(found: Results) -> dict[str, Any]:
    title = (
        _("What nearly everybody holds")
        if found.agreed or found.refused
        else _("There is nothing that nearly everybody holds")
    )
    rule = (
        _("At least seven of ten of all people, and six of ten in each group.")
        if found.groups
        else _("At least seven of ten of all people.")
    )
    parts = [{"title": "", "items": [[_words(line), _says(line)] for line in found.agreed]}]
    if found.refused:
        refused = [[_words(line), _says(line)] for line in found.refused]
        parts.append({"title": _("What nearly everybody refuses"), "items": refused})
    return {"title": title, "note": rule, "parts": parts, "map": False}


def _differ(found: Results) -> dict[str, Any]:
    if not found.groups:
        why = {
            "too_small": _("One group would be so small that describing it would tell who is in it."),
            "few_people": _("Too few people voted on enough statements to tell groups from chance."),
            "groups": _(
                "Groups begin to show. They are drawn once they came out of four maps in a row, since chance draws some "
                "now and then."
            ),
        }.get(found.why, _("People differ, but not in camps: chance alone would draw groups as clear as these."))
        return {"title": _("No groups are drawn"), "note": why, "parts": [], "map": True}
    title = _("Where people differ: {n} groups").format(n=len(found.groups))
    note = _("People who answered alike stand close together. Who they are nobody knows.")
    return {"title": title, "note": note, "parts": [_group(one) for one in found.groups], "map": True}


def _group(group: Group) -> dict[str, Any]:
    title = ngettext("Group {letter}: {n} person", "Group {letter}: {n} people", group.people)
    agree = _("{here} % of this group agree, {elsewhere} % of the others.")
    disagree = _("{here} % of this group disagree, {elsewhere} % of the others.")
    items = [
        [_words(one.line), (agree if one.agrees else disagree).format(here=one.here, elsewhere=one.elsewhere)]
        for one in group.said
    ]
    return {"title": title.format(letter=group.letter, n=group.people), "items": items}


def _undecided(found: Results) -> dict[str, Any] | None:
    if not found.undecided:
        return None
    items = [[_words(line), _says(line)] for line in found.undecided]
    note = _("So little lies between agree and disagree that it may be chance, or most pass.")
    return {"title": _("What is undecided"), "note": note, "parts": [{"title": "", "items": items}], "map": False}


def _heard(heard: TookPart) -> list[dict[str, Any]]:
    if not heard.told:
        return []
    return [
        {"title": part.title, "rows": [[name, _("not shown") if n is None else str(n)] for name, n in part.rows]}
        for part in heard.all
    ]


def _heard_note(heard: TookPart) -> str:
    said = [_("As those said who wanted to.")] if heard.parts else []
    if heard.hidden:
        said.append(_("Numbers below five are hidden, and others with them, so that none can be worked out."))
    if heard.hands:
        words = ngettext(
            "Besides, hands were raised in {n} room: up to {hands} people.",
            "Besides, hands were raised in {n} rooms: up to {hands} people.", heard.rooms,
        )  # fmt: skip
        said.append(words.format(n=heard.rooms, hands=heard.hands))
    for one in heard.left_out:
        words = ngettext(
            "The answers of {n} person are left out of the map and the counts: {why}",
            "The answers of {n} people are left out of the map and the counts: {why}", one.people,
        )  # fmt: skip
        said.append(words.format(n=one.people, why=plain(one.reason)))
    return " ".join(said)


def _map(found: Results) -> dict[str, Any]:
    """The drawing as SVG in black and grey with letters and shapes, its sentence, and its table."""
    shapes = {
        "": '<circle r="6"/>', "A": '<circle r="6"/>', "B": '<path d="M-5.5-5.5h11v11h-11z"/>',
        "C": '<path d="M0-8 8 5H-8z"/>', "D": '<path d="M0-8 8 0 0 8-8 0z"/>',
        "E": '<path d="M-3-8h6v5h5v6h-5v5h-6v-5h-5v-6h5z"/>',
    }  # fmt: skip
    greys = {"": "#555", "A": "#14532d", "B": "#b45309", "C": "#444", "D": "#777", "E": "#111"}
    marks = "".join(
        f'<g fill="{greys[letter]}" transform="translate({x} {y}) scale({size})">{shapes[letter]}</g>'
        for x, y, letter, size in found.dots
    )
    letters = "".join(
        f'<text x="{x}" y="{y}" font-size="34" font-weight="700" text-anchor="middle" '
        f'font-family="Atkinson Hyperlegible Next" stroke="white" stroke-width="6" paint-order="stroke">{letter}</text>'
        f'<text x="{x}" y="{y}" font-size="34" font-weight="700" text-anchor="middle" '
        f'font-family="Atkinson Hyperlegible Next">{letter}</text>'
        for letter, x, y in found.labels
    )
    size = f'viewBox="0 0 {summary.WIDTH} {summary.HEIGHT}" width="{summary.WIDTH}" height="{summary.HEIGHT}"'
    sentence = ngettext(
        "{n} person voted on enough statements to stand in the map.",
        "{n} people voted on enough statements to stand in the map.", found.mapped,
    ).format(n=found.mapped)  # fmt: skip
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{marks}{letters}</svg>',
        "alt": _("Each mark is a person. Those who answered alike stand close together."),
        "sentence": sentence,
        "head": [_("Group"), _("People")],
        "rows": [[group.letter, str(group.people)] for group in found.groups],
    }


def _method(found: Results) -> list[str]:
    said = [
        _("Everybody could write statements, and agree, disagree or pass on those of others, with a device or on paper, "
          "without giving a name. The last answer counts."),
        _("The map puts people who answered alike close together. Groups are drawn only where they are clearer than "
          "chance would draw them, and only where each has at least five people."),
        _("Who takes part chooses to: it is no sample. What nearly everybody here holds, nearly everybody who took part "
          "holds."),
    ]  # fmt: skip
    if found.sure is not None:
        words = _("Drawn again {draws} times by lot from these voters, there were {n} groups again in {same} tries.")
        said.append(words.format(draws=found.sure.draws, n=len(found.groups), same=found.sure.same))
    return said
