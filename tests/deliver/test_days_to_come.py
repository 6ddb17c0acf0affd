"""What has happened has a day that was: tomorrow is refused beside its field, and nothing is kept."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image

from firstdoor.core.models import Audit
from firstdoor.deliver import services
from firstdoor.deliver.models import Milestone
from tests.deliver.story import Story, a_decision, a_pilot, a_priority, t
from tests.world import World


def spending(story: Story, day: date, **by: Any) -> None:
    services.add_spending(**by, pilot=story.pilot, day=day, amount=1, what=t("Kabllo", "Cable"))


def milestone(story: Story, day: date, **by: Any) -> None:
    services.finish_milestone(**by, milestone=Milestone.objects.all()[0], done_on=day)


def reading(story: Story, day: date, **by: Any) -> None:
    services.take_reading(
        **by, pilot=story.pilot, day=day, what=t("Llamba", "Lamps"), value=1, unit="", method=t("Numëruam", "Counted")
    )


def photo(story: Story, day: date, **by: Any) -> None:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(file, "JPEG")
    file.seek(0)
    services.add_photo(**by, pilot=story.pilot, caption=t("a", "b"), taken_on=day, file=file, size=900, alt="A road")


def visit(story: Story, day: date, **by: Any) -> None:
    coach = {**by, "by": story.world.actor("coach")}
    services.write_visit(
        **coach, pilot=story.pilot, day=day, observation=t("Pashë", "I saw"), advice=t("Pyetni", "Ask")
    )


# Half past eleven at night by the clocks there, before and after a change of clocks.
@pytest.mark.parametrize("now", ["2026-03-28 22:30:00+00:00", "2026-10-25 22:30:00+00:00"])
@pytest.mark.parametrize(
    ("act", "where"),
    [(spending, "day"), (milestone, "done_on"), (reading, "day"), (photo, "taken_on"), (visit, "day")],
)
def test_tomorrow_is_refused_and_today_is_taken(
    act: Any, where: str, now: str, db: None, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(now, tick=False):
        world = World()
        story = a_pilot(a_decision(a_priority(world)))
        by = {"by": world.actor("action_group"), "municipality": world.ours}
        today, before = timezone.localdate(), Audit.objects.count()
        assert today.isoformat() == now[:10]
        with pytest.raises(ValidationError) as refused:
            act(story, today + timedelta(days=1), **by)
        assert refused.value.message_dict == {where: ["This date is in the future."]}
        assert Audit.objects.count() == before
        act(story, today, **by)
        assert Audit.objects.count() > before
