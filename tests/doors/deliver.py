"""Deliver's doors: the golden thread of a receipt, pilots, promises."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from firstdoor.core import codes, photos, texts
from firstdoor.decide.models import Measure, Paper, Version
from firstdoor.deliver.models import CoachVisit, Milestone, Pilot, PilotPhoto
from firstdoor.listen import services as listen
from firstdoor.places.models import Municipality
from tests.doors import EVERYBODY, HANDLES_CASES, WORKS_HERE, Door
from tests.world import World, a_cycle


def a_code(world: World, municipality: Municipality) -> str:
    """The code of a voice that nobody has read yet, with an address to be reached."""
    filed = listen.file_voice(
        by=world.actor("action_group", municipality), municipality=municipality, words="Pa dritë.", language="sq",
        heard_at=timezone.now(), draft_key=uuid4(), contact=listen.ContactGiven("email", "ana@example.al"),
    )  # fmt: skip
    return codes.grouped(filed.code)


def its_code(code: str) -> dict[str, Any]:
    return {"code": code}


def t(words: str) -> texts.Texts:
    return texts.make("sq", words, en=words)


def a_measure(world: World, municipality: Municipality) -> Measure:
    """A measure of an adopted paper."""
    paper = Paper.objects.create(municipality=municipality, cycle=world.row(a_cycle, municipality), title=t("x"))
    measure = Measure.objects.create(
        municipality=municipality, paper=paper, key="m", title=t("Llamba"), owner=t("x"), due=timezone.localdate(),
        budget=9, indicator=t("x"),
    )  # fmt: skip
    Version.objects.create(municipality=municipality, paper=paper, number=1, state="adopted", frozen_at=timezone.now())
    return measure


def a_pilot(world: World, municipality: Municipality) -> Pilot:
    """A pilot that is done, with one of everything."""
    today = timezone.localdate()
    pilot = Pilot.objects.create(
        municipality=municipality, measure=world.row(a_measure, municipality), slug=f"p-{municipality.slug}", title=t("x"),
        owner=t("x"), budget=9, starts=today, due=today, indicator=t("x"),
    )  # fmt: skip
    Milestone.objects.create(municipality=municipality, pilot=pilot, text=t("x"), due=today)
    CoachVisit.objects.create(
        municipality=municipality,
        pilot=pilot,
        coach=world.people["coach"].pk,
        date=today,
        observation=t("x"),
        advice=t("x"),
    )
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG")
    upload = photos.keep(photos.clean(io.BytesIO(out.getvalue()), 99), municipality=municipality)
    upload.looked_at = upload.published_at = timezone.now()
    upload.save()
    PilotPhoto.objects.create(municipality=municipality, pilot=pilot, upload_id=upload.pk, taken_on=today)
    return pilot


def of_pilot(*related: str) -> Callable[[Pilot], dict[str, Any]]:
    """The address's parts: the pilot's id, and that of one thing that belongs to it."""
    names = {"milestone": "milestones", "photo": "photos", "visit": "visits"}
    return lambda pilot: {"pk": pilot.pk, **{one: getattr(pilot, names[one]).get().pk for one in related}}


def pilot_form(*related: str, may: frozenset[str] = HANDLES_CASES) -> Door:
    """A form about a pilot: an empty one is refused with words."""
    return Door(may=may, post=422, row=a_pilot, args=of_pilot(*related))


# Under `/r/` no municipality stands in the address: whoever has a code sees its page, whosever it is.
DOORS = {
    "door": Door(may=EVERYBODY),
    "promises": Door(may=EVERYBODY),
    "pilots": Door(may=EVERYBODY),
    "pilot": Door(may=EVERYBODY, row=a_pilot, args=lambda pilot: {"pilot": pilot.slug}),
    "pilot_photo": Door(
        may=EVERYBODY, row=a_pilot, args=lambda pilot: {"pilot": pilot.slug, "pk": pilot.photos.get().pk}
    ),
    "desk_pilots": Door(may=WORKS_HERE),
    "desk_pilot": Door(may=WORKS_HERE, row=a_pilot, args=of_pilot()),
    "desk_pilot_new": Door(may=HANDLES_CASES, post=422),
    "desk_pilot_change": pilot_form(),
    "desk_milestone_new": pilot_form(),
    "desk_milestone_done": pilot_form("milestone"),
    "desk_milestone_delay": pilot_form("milestone"),
    "desk_pilot_spending": pilot_form(),
    "desk_pilot_photo_new": pilot_form(),
    "desk_pilot_photo": Door(may=WORKS_HERE, row=a_pilot, args=of_pilot("photo")),
    "desk_pilot_photo_decision": Door(
        may=HANDLES_CASES,
        post=302,
        row=a_pilot,
        args=of_pilot("photo"),
        data=lambda _pilot: {"what": "publish"},
    ),
    "desk_visit_new": pilot_form(may=frozenset({"coach"})),
    "desk_visit_reaction": pilot_form("visit"),
    "desk_reading_new": pilot_form(),
    "desk_pilot_done": pilot_form(),
    "desk_pilot_measured": pilot_form(),
    "desk_pilot_evaluation": pilot_form(),
    "desk_promises": Door(may=WORKS_HERE),
    "desk_promise": Door(may=HANDLES_CASES, post=422, row=a_measure, args=lambda measure: {"pk": measure.pk}),
    "find_receipt": Door(may=EVERYBODY, post=422),
    "receipt": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_with_a_slash": Door(may=EVERYBODY, get=302, row=a_code, args=its_code),
    "receipt_slip": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_slip_pdf": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_export": Door(may=EVERYBODY, row=a_code, args=its_code),
    "receipt_asked_back": Door(may=EVERYBODY, get=None, post=422, row=a_code, args=its_code),
    "receipt_withdrawal": Door(may=EVERYBODY, post=200, row=a_code, args=its_code),  # asks for the letter's code
    "receipt_contact": Door(may=EVERYBODY, post=200, row=a_code, args=its_code),
}
