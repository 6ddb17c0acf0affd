"""Listen's doors at the desk: cases for those who handle them, lanes for their members, entries for those who speak."""

import io
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from firstdoor.core import photos, texts
from firstdoor.core.actor import Actor
from firstdoor.listen import services
from firstdoor.listen.models import Delivery, Theme
from tests.doors import HANDLES_CASES, Door

READS_CASES = HANDLES_CASES | {"coach"}
SPEAKS = HANDLES_CASES | {"community_focal_point"}
LANE = frozenset({"lane_member"})


def _filed(municipality, level="public", lane="", **more):
    theme, _made = Theme.objects.get_or_create(
        municipality=municipality, code=level, defaults={"level": level, "lane": lane, "name": texts.make("sq", level)}
    )
    return services.file_voice(
        by=Actor(), municipality=municipality, words="Dark here", language="en", draft_key=uuid4(), theme=theme,
        heard_at=timezone.now() - timedelta(hours=1), **more,
    )  # fmt: skip


def a_case(world, municipality):
    """A case that everybody may read once it is published."""
    return _filed(municipality).case


def a_lane_case(world, municipality):
    """A case in the State Police's lane."""
    return _filed(municipality, "lane", "state_police").case


def an_ended_case(world, municipality):
    """A case that was solved."""
    case = _filed(municipality).case
    by = world.actor("action_group", municipality)
    return services.cases.end(by=by, municipality=municipality, case=case, ending="solved")


def a_joined_case(world, municipality):
    """A case that was joined into another."""
    by = world.actor("action_group", municipality)
    one, other = _filed(municipality).case, _filed(municipality).case
    return services.cases.join(by=by, municipality=municipality, case=one, other=other)[1]


def a_handed_case(world, municipality):
    """A case that is with the power company."""
    from firstdoor.people.models import Institution

    case = _filed(municipality).case
    power = Institution.objects.create(municipality=municipality, name=texts.make("sq", "OSHEE"))
    by = world.actor("action_group", municipality)
    services.cases.hand_over(by=by, municipality=municipality, case=case, institution=power)
    return case


def a_photo(world, municipality):
    """A photo at which nobody has looked yet, and its case."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (1, 2, 3)).save(out, "JPEG")
    size = out.tell()
    out.seek(0)
    upload = photos.keep(photos.clean(out, size), municipality=municipality)
    filed = _filed(municipality, upload_id=upload.pk)
    return filed.case, filed.voice.photos.get()


def a_filter(world, municipality):
    """A filter of the queue that somebody of the Action Group keeps."""
    by = world.actor("action_group", municipality)
    return services.filters.save_filter(by=by, municipality=municipality, name="Mine", query="show=look")


def an_entry(world, municipality):
    """A voice that the Community Focal Point entered, with an answer to be told."""
    by = world.actor("community_focal_point", municipality)
    theme, _made = Theme.objects.get_or_create(
        municipality=municipality, code="public", defaults={"level": "public", "name": texts.make("sq", "Dritë")}
    )
    filed = services.focal.enter_voice(
        by=by, municipality=municipality, consent=True, words="Dark", heard_at=timezone.now(), draft_key=uuid4(),
        language="en", theme=theme, wants_answer="person", contact=services.ContactGiven("visit", "The blue door"),
    )  # fmt: skip
    staff = world.actor("action_group", municipality)
    services.cases.answer(by=staff, municipality=municipality, case=filed.case, text=texts.make("sq", "Po"))
    return Delivery.objects.get(voice=filed.voice, route="person")


def _number(case):
    return {"number": case.number}


def _act(**more):
    return Door(**{"may": HANDLES_CASES, "post": 422, "row": a_case, "args": _number, **more})


def _lane(**more):
    return Door(**{"may": LANE, "post": 422, "row": a_lane_case, "args": _number, **more})


DOORS = {
    "desk_voices": Door(may=READS_CASES | LANE),
    "desk_selected": Door(may=HANDLES_CASES, get=None, post=302),
    "desk_filter_keep": Door(may=READS_CASES | LANE, get=None, post=422),
    "desk_filter_forget": Door(
        may=frozenset({"action_group"}), get=None, post=302, row=a_filter, args=lambda row: {"pk": row.pk}
    ),
    "desk_undo": Door(may=HANDLES_CASES, get=None, post=302),
    "desk_cases_csv": Door(may=HANDLES_CASES),
    "desk_photo": Door(may=READS_CASES, row=a_photo, args=lambda row: {"pk": row[1].pk}),
    "desk_case": Door(may=READS_CASES, row=a_case, args=_number),
    "desk_case_photo": Door(
        may=HANDLES_CASES, post=302, row=a_photo, args=lambda row: {"number": row[0].number, "pk": row[1].pk}
    ),
    "desk_case_look": _act(get=None, post=302),
    "desk_case_theme": _act(),
    "desk_case_place": _act(post=302),
    "desk_case_urgency": _act(),
    "desk_case_name": _act(),
    "desk_case_publish": _act(),
    "desk_case_unpublish": _act(get=None, post=302),
    "desk_case_level": _act(),
    "desk_case_translate": _act(),
    "desk_case_ours": _act(post=302),
    "desk_case_hand": _act(),
    "desk_case_back": _act(get=None, post=302, row=a_handed_case),
    "desk_case_plan": _act(),
    "desk_case_start": _act(post=302),
    "desk_case_end": _act(),
    "desk_case_reopen": _act(get=None, post=302, row=an_ended_case),
    "desk_case_join": _act(),
    "desk_case_separate": _act(get=None, post=302, row=a_joined_case),
    "desk_case_split": _act(),
    "desk_case_answer": _act(),
    "desk_case_lane_note": _lane(),
    "desk_case_lane_answer": _lane(),
    "desk_case_lane_referral": _lane(),
    "desk_case_lane_out": _lane(),
    "desk_speak": Door(may=SPEAKS, post=422),
    "desk_spoken": Door(
        may=frozenset({"community_focal_point"}), row=an_entry, args=lambda delivery: {"voice": delivery.voice_id}
    ),
    "desk_bring_back": Door(may=SPEAKS),
    "desk_told": Door(
        may=frozenset({"community_focal_point", "municipal_focal_point"}), get=None, post=302, row=an_entry,
        args=lambda delivery: {"delivery": delivery.pk},
    ),
    "desk_contact": Door(
        may=frozenset({"community_focal_point"}), get=None, post=200, row=an_entry,
        args=lambda delivery: {"voice": delivery.voice_id},
    ),
    "desk_answers": Door(may=READS_CASES),
}  # fmt: skip
