"""The sample is whole on any day it is loaded, fits its audit trail, and is loaded once."""

import os
import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from firstdoor.core import audit_heads
from firstdoor.core.models import Audit, Upload
from firstdoor.decide.models import Ballot, Decision, Version
from firstdoor.deliver.models import MeasureState, Milestone, Pilot, PilotPhoto, Spending
from firstdoor.demo.load import load
from firstdoor.listen.models import Answer, Case, Photo, Voice
from firstdoor.listen.selectors.queue import counts as queue_counts
from firstdoor.people.models import Person
from firstdoor.places import selectors as places
from tests.world import actor_of

TIRANA = ZoneInfo("Europe/Tirane")
# Now; and a Sunday in summer with the year's end, a round of holidays and a change of clocks behind it.
SUNDAY = datetime(2027, 8, 15, 6, 30, tzinfo=TIRANA)
ONCE = pytest.mark.skipif(os.environ.get("FIRSTDOOR_TEST_DB") == "postgresql", reason="dates are the same on both")
DAYS = [pytest.param(None, id="today"), pytest.param(SUNDAY, id="a Sunday in summer", marks=ONCE)]


@pytest.mark.django_db
@pytest.mark.parametrize("now", DAYS)
def test_a_year_of_roskovec_fits_together(now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    list(load(now))
    roskovec = places.municipality_by_slug("roskovec")
    voices = Voice.objects.of(roskovec)
    assert set(voices.exclude(unit=None).values_list("unit__name", flat=True)) == {
        "Kuman",
        "Kurjan",
        "Roskovec",
        "Strum",
    }
    assert 350 <= voices.count() <= 450
    assert Counter(voices.exclude(words="").values_list("words", flat=True)).most_common(1)[0][1] <= 12, "people repeat"
    assert voices.filter(language="en").exists()
    assert voices.exclude(translations={}).count() > 60
    assert Version.objects.of(roskovec).filter(state="adopted").count() == 1
    counted = Ballot.objects.of(roskovec).filter(state="counted").order_by("closes_at")
    assert list(counted.values_list("voters", flat=True)) == [180, 58]
    _a_vote_by_points_was_open_to_everybody(counted[1])
    assert Ballot.objects.of(roskovec).filter(state="open").count() == 1
    kinds = set(Answer.objects.of(roskovec).values_list("kind", flat=True))
    assert {"joined", "chosen", "not_chosen", "decided", "done", "measured", "accepted", "refused"} <= kinds
    _the_desk_has_something_to_look_at(roskovec, now or timezone.now())
    _one_pilot_is_told_to_its_end(roskovec)
    _offices_are_closed_on_holidays(roskovec)
    _everything_is_in_both_languages(roskovec)
    _no_share_breaks_before_its_sign(roskovec)
    assert audit_heads.verify()[1] == []
    before = Audit.objects.count()
    assert list(load(now)) == []
    assert Audit.objects.count() == before


def _a_vote_by_points_was_open_to_everybody(ballot):
    assert (ballot.points, ballot.puzzle_bits, len(ballot.result["winners"])) == (10, 14, 4)
    page = Client().get(f"/en/roskovec/ballots/{ballot.slug}/result/").content.decode()
    assert "9 codes were given" in page
    assert (
        "Chosen things stand in: Roskovec (1), Strum (1), Kurjan (1), Kuman (1). Not chosen: Roskovec (1), Strum (1)."
        in page
    )
    assert "With 4 people more who each give it 6 points it would have won." in page


def _the_desk_has_something_to_look_at(roskovec, now):
    waiting = Case.objects.of(roskovec).filter(phase="received")
    newest = waiting.filter(opened_at__gte=now - timedelta(days=2), opened_at__lte=now)
    assert newest.count() >= 6
    assert waiting.filter(look_due__lt=timezone.localdate(now)).count() <= 6
    shown = queue_counts(
        actor_of(Person.objects.get(email="sherbimet@roskovec.example")), roskovec, today=timezone.localdate(now)
    )
    assert 2 <= shown["late"] <= 7, "something is late, and the desk does not look forsaken"
    assert shown["others"] >= 2
    voices = Voice.objects.of(roskovec).filter(links__case__in=newest)
    assert voices.filter(language="en").exists()
    assert voices.exclude(entered_by=None).exists()
    assert voices.filter(theme=None).exists()
    waits = Photo.objects.filter(voice__in=voices).values("upload_id")
    assert Upload.objects.filter(pk__in=waits, published_at=None, looked_at=None).exists()


def _one_pilot_is_told_to_its_end(roskovec):
    lamps = Pilot.objects.of(roskovec).exclude(measured_at=None).get()
    playground = Pilot.objects.of(roskovec).filter(measured_at=None).get()
    assert lamps.evaluation
    assert lamps.lesson
    assert playground.done_at is None
    assert playground.milestones.filter(done_on=None).exists()
    assert playground.milestones.exclude(done_on=None).exists()
    begun = Client().get(f"/sq/roskovec/pilots/{playground.slug}/").content.decode()
    assert "Fëmijë që luajnë këtu pas mësimit" in begun.split("Kështu ishte para punës")[0], "the figure before is told"
    for pilot in (lamps, playground):
        shown = Upload.objects.filter(pk__in=PilotPhoto.objects.filter(pilot=pilot).values("upload_id"))
        assert shown.count() >= 3
        assert not shown.filter(published_at=None).exists()
        assert pilot.visits.filter(public=True).exists()
    states = set(MeasureState.objects.of(roskovec).values_list("state", flat=True))
    assert states == {"kept", "under_way", "late", "dropped"}


def _offices_are_closed_on_holidays(roskovec):
    off = places.holidays(roskovec)
    days = [*Milestone.objects.of(roskovec).values_list("due", flat=True)]
    days += [done for done in Milestone.objects.of(roskovec).values_list("done_on", flat=True) if done]
    days += [decision.date for decision in Decision.objects.of(roskovec)]
    answered = Answer.objects.of(roskovec).filter(about_kind="case").values_list("at", flat=True)
    days += [at.astimezone(TIRANA).date() for at in answered]
    assert not [day for day in days if day.weekday() > 4 or day in off]


def _no_share_breaks_before_its_sign(roskovec):
    pages = ["paper/", "promises/", *(f"pilots/{pilot.slug}/" for pilot in Pilot.objects.of(roskovec))]
    told = [words for text in Answer.objects.of(roskovec).values_list("text", flat=True) for words in text.values()]
    told += [Client().get(f"/{lang}/roskovec/{page}").content.decode() for page in pages for lang in ("sq", "en")]
    assert not [found for one in told for found in re.findall(r"[^>]{0,40}\d %", one)]


def _everything_is_in_both_languages(roskovec):
    rows = [*Case.objects.of(roskovec).exclude(title={}).values_list("title", flat=True)]
    rows += [*Answer.objects.of(roskovec).values_list("text", flat=True)]
    assert not [texts for texts in rows if not (texts.get("sq") and texts.get("en"))]
    for pilot in Pilot.objects.of(roskovec):
        page = re.sub("<img[^>]*>", "", Client().get(f"/en/roskovec/pilots/{pilot.slug}/").content.decode())
        only_albanian = set(re.findall('lang="sq">([^<]*)<', page.split("<main", 1)[1].split("</main", 1)[0]))
        assert only_albanian <= set(Spending.objects.of(roskovec).values_list("paid_to", flat=True))
