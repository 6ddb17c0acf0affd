"""Legal periods, promises and other dated settings."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from firstdoor.core import audit, rights, texts
from firstdoor.core.actor import Actor
from firstdoor.places.models import Municipality, Rule

DATA = files("firstdoor.places") / "data"
OUR_OWN = {"own promise", "own rule"}  # rules that hold in whatever country
FROM_MEMORY = " (number from memory)"
CERTAINTY = {
    "read (number from memory)": "lexuar në burim (numri i nenit nga kujtesa)",
    "read": "lexuar në burim",
    "background": "nga njohuri të përgjithshme, jo e lexuar",
    "background, by analogy with the GDPR": "nga njohuri të përgjithshme, sipas GDPR-së",
    "proposal": "propozim",
    "read, one municipality only": "lexuar, vetëm te një bashki",
    "read; one source says plain days": "lexuar; një burim thotë ditë të zakonshme",
    "duty read, length not found: ask the municipality": "detyrimi i lexuar, afati nuk u gjet: pyesni bashkinë",
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a new version of a rule says: a length of time, a day of the year, or a choice."""

    amount: int | None = None
    unit: str = ""  # none: as in the version before
    month: int | None = None
    day: int | None = None
    value: str = ""


def load_rules(*, by: Actor, municipality: Municipality) -> None:
    """Add the rules that come with the package and aren't there yet; part of `load_rules_and_holidays`."""
    there = set(Rule.objects.of(municipality).values_list("code", flat=True))
    albanian = {row["code"]: row for row in _table("rules.sq.csv")}
    new = [
        _rule(municipality, row, albanian[row["code"]])
        for row in [*_table("deadlines.csv"), *_table("settings.csv")]
        if row["code"] not in there and (municipality.country == "AL" or row["law"] in OUR_OWN)
    ]
    Rule.objects.bulk_create(new)
    audit.record_many("places.rules_loaded", by=by, municipality=municipality, rows=new)


@transaction.atomic
def add_rule_version(
    *, by: Actor, rule: Rule, value: Value, valid_from: date, legal_ref: str, source: str = "", certainty: str = ""
) -> Rule:
    """Follow `rule` by a version that holds from a date on; the one before ends there.

    Raises NotAllowed, or ValidationError with the field at fault.
    """
    municipality = rule.municipality
    rights.require(by, "places.change_settings", municipality)
    versions = list(Rule.objects.of(municipality).filter(code=rule.code).select_for_update())
    last = max(versions, key=lambda version: version.valid_from or date.min)
    if last.valid_from and valid_from <= last.valid_from:
        raise ValidationError({"valid_from": _("The version before it holds from the same or a later day.")})
    if not legal_ref.strip():
        raise ValidationError({"legal_ref": _("Say by which law, decision or promise.")})
    new = Rule(
        municipality=municipality, code=rule.code, what=rule.what, unit=value.unit or rule.unit, counted_from=rule.counted_from,
        who=rule.who, amount=value.amount, month=value.month, day=value.day, value=value.value,
        legal_ref=legal_ref.strip()[:120], source=source.strip()[:200], valid_from=valid_from,
        certainty=texts.make(municipality.language, certainty.strip()) if certainty.strip() else {},
    )  # fmt: skip
    new.clean_fields(exclude=["municipality"])
    last.valid_to = valid_from
    last.save(update_fields=["valid_to"])
    new.save()
    audit.record("places.rule_ended", by=by, municipality=municipality, about=last)
    audit.record("places.rule_version_added", by=by, municipality=municipality, about=new)
    return new


def _rule(municipality: Municipality, row: dict[str, str], albanian: dict[str, str]) -> Rule:
    article = row["article"].replace(FROM_MEMORY, "")
    law = f"{row['law']} Art. {article}" if article else row["law"]
    certainty = row["certainty"] + (FROM_MEMORY if FROM_MEMORY in row["article"] else "")
    return Rule(
        municipality=municipality, code=row["code"], what=texts.make("en", row["what"], sq=albanian["what"]),
        amount=_number(row["amount"]), unit=row["unit"], month=_number(row["month"]), day=_number(row["day"]),
        value=row.get("value", ""), counted_from=_texts(row["counted_from"], albanian["counted_from"]),
        who=_texts(row["who"], albanian["who"]), legal_ref=law,
        certainty=_texts(certainty, CERTAINTY[certainty]), source=row["source"].strip("-"),
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
    )  # fmt: skip


def _texts(english: str, albanian: str) -> texts.Texts:
    return texts.make("en", english, sq=albanian) if english.strip("-") else {}


def _table(name: str) -> csv.DictReader:
    return csv.DictReader(io.StringIO((DATA / name).read_text(encoding="utf-8")))


def _number(text: str) -> int | None:
    return int(text) if text else None
