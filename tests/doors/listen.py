"""Listen's doors."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from firstdoor.core import photos, texts
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Theme
from firstdoor.listen.services import cases, file_voice, meetings
from firstdoor.listen.services import photos as case_photos
from tests.doors import EVERYBODY, WORKS_HERE, Door

HOLDS_MEETINGS = frozenset({"municipal_focal_point", "action_group", "community_focal_point"})
BY = system("test")


def a_meeting(world, municipality):
    """A meeting that was announced and has begun."""
    meeting = meetings.plan_meeting(
        by=BY, municipality=municipality, title=texts.make("sq", "Takimi", en="The meeting"), place="Shkolla",
        starts_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    meetings.publish_meeting(by=BY, municipality=municipality, meeting=meeting)
    return meeting


def a_promise(world, municipality):
    """Something promised in a meeting."""
    return meetings.promise(
        by=BY, municipality=municipality, meeting=a_meeting(world, municipality),
        text=texts.make("sq", "Dritë", en="Light"), owner="Drejtoria", due=timezone.localdate(),
    )  # fmt: skip


def written_down(world, municipality):
    """A meeting whose minutes are public."""
    meeting = a_meeting(world, municipality)
    meetings.write_down(
        by=BY, municipality=municipality, meeting=meeting, version=meeting.version, part="minutes",
        words=texts.make("sq", "Fjalë", en="Words"),
    )  # fmt: skip
    meetings.publish_minutes(by=BY, municipality=municipality, meeting=meeting)
    return meeting


def _of_meeting(meeting):
    return {"pk": meeting.pk}


def _writes(**more):
    return Door(**{"may": HOLDS_MEETINGS, "post": 422, "row": a_meeting, "args": _of_meeting, **more})


DOORS = {
    "meetings": Door(may=EVERYBODY),
    "meeting": Door(may=EVERYBODY, row=a_meeting, args=_of_meeting),
    "meeting_invitation": Door(may=EVERYBODY, row=a_meeting, args=_of_meeting),
    "meeting_minutes": Door(may=EVERYBODY, row=written_down, args=_of_meeting),
    "desk_meeting_sheet": Door(may=WORKS_HERE, row=a_meeting, args=_of_meeting),
    "desk_meeting_minutes_pdf": Door(may=WORKS_HERE, row=a_meeting, args=_of_meeting),
    "desk_meetings": Door(may=WORKS_HERE),
    "desk_meeting": Door(may=WORKS_HERE, row=a_meeting, args=_of_meeting),
    "desk_meeting_new": Door(may=HOLDS_MEETINGS, post=422),
    "desk_meeting_change": _writes(),
    "desk_meeting_publication": _writes(get=302, post=302),
    "desk_meeting_calling_off": _writes(get=302),
    "desk_meeting_invitations": _writes(),
    "desk_meeting_heads": _writes(),
    "desk_meeting_inputs": _writes(),
    "desk_meeting_vision": _writes(),
    "desk_meeting_minutes": _writes(),
    "desk_meeting_promises": _writes(),
    "desk_meeting_promise": _writes(
        row=a_promise, args=lambda promise: {"pk": promise.meeting_id, "promise": promise.pk}
    ),
}

# Reporting: everybody may, without an account. A later question without a draft leads to the first one.
DOORS |= {
    "report": Door(may=EVERYBODY, post=422),
    "report_somebody": Door(may=EVERYBODY),
    "report_quiet": Door(may=EVERYBODY, post=422),
    "report_care": Door(may=EVERYBODY, get=302, post=302),
    "report_help": Door(may=EVERYBODY),
    "report_place": Door(may=EVERYBODY, get=302, post=422),
    "report_map": Door(may=EVERYBODY, get=302, post=422),
    "report_photo": Door(may=EVERYBODY, get=302, post=302),
    "report_preview": Door(may=EVERYBODY, get=404),
    "report_answer": Door(may=EVERYBODY, get=302, post=422),
    "report_check": Door(may=EVERYBODY, get=302, post=302),
    "report_forget": Door(may=EVERYBODY, post=302),
    "report_about_you": Door(may=EVERYBODY, get=302, post=302),
}


def a_published_case(world, municipality):
    """A report about a lamp, with a photo, published with both."""
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    upload = photos.keep(photos.clean(picture, 1), municipality=municipality)
    theme = Theme.objects.create(
        municipality=municipality, code="lighting", name=texts.make("sq", "Ndriçim"), level="public"
    )
    filed = file_voice(
        by=BY, municipality=municipality, words="Dritë", language="sq", heard_at=timezone.now(), draft_key=uuid7(),
        theme=theme, upload_id=upload.pk,
    )  # fmt: skip
    # Numbers run within a municipality: one that the other has not, so that its row is not found under ours.
    number = 1 if municipality == world.ours else 2
    type(filed.case).objects.of(municipality).filter(pk=filed.case.pk).update(number=number)
    case = cases.name(by=BY, municipality=municipality, case=filed.case.pk, title=texts.make("sq", "Dritë"))
    cases.publish(by=BY, municipality=municipality, case=case)
    photo = filed.voice.photos.get()
    case_photos.publish_photo(by=BY, municipality=municipality, case=case, photo=photo.pk, alt="Dritë")
    case.upload_id = upload.pk
    return case


# What everybody may read.
DOORS |= {
    "reports": Door(may=EVERYBODY),
    "public_report": Door(may=EVERYBODY, row=a_published_case, args=lambda case: {"number": case.number}),
    "photo": Door(may=EVERYBODY, row=a_published_case, args=lambda case: {"pk": case.upload_id}),
    "numbers": Door(may=EVERYBODY),
}
