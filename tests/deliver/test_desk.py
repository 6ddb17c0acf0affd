"""The desk's pages of pilots and promises, as somebody fills them in."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from firstdoor.core.models import Upload
from firstdoor.deliver.models import CoachVisit, MeasureState, Milestone, Pilot, PilotPhoto, Reading, Spending
from firstdoor.listen.models import Answer
from tests.deliver.story import Story, a_decision, a_pilot, a_priority, t
from tests.world import World


@pytest.fixture
def story(world: World) -> Story:
    return a_decision(a_priority(world))


def desk(world: World, role: str = "action_group") -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(world.people[role])
    return client


def hidden_version(page: Any) -> str:
    return str(page.context["form"]["version"].value())


def day(days: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}"


def texts(name: str, sq: str, en: str = "") -> dict[str, str]:
    return {f"{name}_sq": sq, f"{name}_en": en}


def test_from_a_measure_to_the_lesson(world: World, story: Story, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    group = desk(world)
    listed = group.get("/en/desk/roskovec/pilots/").content.decode()
    assert f"new/?source=measure:{story.measure.pk}" in listed
    filled = group.get(f"/en/desk/roskovec/pilots/new/?source=measure:{story.measure.pk}").content.decode()
    assert 'value="1200000"' in filled.replace(",", "").replace("\N{NO-BREAK SPACE}", "")
    begun = group.post(
        "/en/desk/roskovec/pilots/new/",
        {
            "source": f"measure:{story.measure.pk}", **texts("title", "Rruga ka dritë", "The road has light"),
            **texts("owner", "Drejtoria"), **texts("indicator", "Llamba"), **texts("ask_back", "A ka dritë?"),
            "budget": "1 200 000", "starts": day(-30), "due": day(30),
        },
    )  # fmt: skip
    pilot = Pilot.objects.get()
    assert begun.status_code == 302
    assert pilot.budget == 1_200_000
    at = f"/en/desk/roskovec/pilots/{pilot.pk}/"
    group.post(f"{at}milestones/new/", {**texts("text", "Gërmimet", "Digging"), "due": day(-3)})
    step = Milestone.objects.get()
    assert "One step is not done." in group.get(f"{at}done/").content.decode()
    group.post(f"{at}milestones/{step.pk}/delay/", {"due": day(4), **texts("reason", "Shi", "Rain")})
    group.post(f"{at}milestones/{step.pk}/done/", {"done_on": day()})
    group.post(f"{at}spending/", {**texts("what", "Llamba"), "amount": "1 100 000", "day": day()})
    step.refresh_from_db()
    assert (step.done_on, step.delay_reason["en"]) == (timezone.localdate(), "Rain")
    picture = io.BytesIO()
    Image.new("RGB", (30, 20)).save(picture, "PNG")
    group.post(
        f"{at}photos/new/",
        {"file": SimpleUploadedFile("a.png", picture.getvalue()), "alt": "The road", "taken_on": day()},
    )
    photo = PilotPhoto.objects.get()
    assert 'value="remove"' not in group.get(at).content.decode()  # nothing is erased by one press
    assert "Take this photo away?" in group.get(f"{at}photos/{photo.pk}/decision/").content.decode()
    assert group.get(f"{at}photos/{photo.pk}.jpg").status_code == 200
    assert Client().get(f"/en/roskovec/pilots/{pilot.slug}/photos/{photo.pk}.jpg").status_code == 404
    assert group.post(f"{at}photos/{photo.pk}/decision/", {"what": "else"}).status_code == 400
    assert group.get(f"{at}photos/{photo.pk}.jpg").status_code == 200
    group.post(f"{at}photos/{photo.pk}/decision/", {"what": "publish"})
    assert Client().get(f"/en/roskovec/pilots/{pilot.slug}/photos/{photo.pk}.jpg").status_code == 200
    figure = {**texts("what", "Llamba që punojnë", "Lamps that work"), **texts("method", "Numëruam", "We counted")}
    group.post(f"{at}readings/new/", {**figure, "value": "0", "unit": "count", "n": "", "margin": "", "day": day()})
    before = Reading.objects.get()
    coach = desk(world, "coach")
    coach.post(f"{at}visits/new/", {**texts("observation", "Pashë"), **texts("advice", "Pyetni"), "day": day()})
    visit = CoachVisit.objects.get()
    group.post(f"{at}visits/{visit.pk}/reaction/", {**texts("reaction", "Po"), "public": "on"})
    assert Client().get(f"/sq/roskovec/pilots/{pilot.slug}/").content.decode().count("Pyetni") == 1
    early = group.get(f"{at}readings/new/?after={before.key}").content.decode()
    assert "The work is still under way" in early
    asked = group.get(f"{at}done/").content.decode()
    assert ("4 public voices asked for it." in asked, "not done." in asked) == (True, False)
    group.post(f"{at}done/", texts("text", "U ndez drita.", "The light is on."))
    asked = group.get(f"{at}readings/new/?after={before.key}").content.decode()
    assert "The work is still under way" not in asked
    assert "We counted</textarea>" in asked, "it is measured in the same way, unless somebody says otherwise"
    after = group.post(
        f"{at}readings/new/?after={before.key}", {**texts("method", "Numëruam"), "value": "14", "day": day()}
    )
    assert after.status_code == 302
    group.post(f"{at}measured/", texts("text", "Nga 0 në 14.", "From 0 to 14."))
    pilot.refresh_from_db()
    group.post(
        f"{at}evaluation/", {**texts("evaluation", "Mirë"), **texts("lesson", "Dritë"), "version": pilot.version}
    )
    pilot.refresh_from_db()
    assert pilot.lesson["sq"] == "Dritë"
    assert set(Answer.objects.values_list("kind", flat=True)) == {"done", "measured"}
    thread = Client().get(f"/r/{story.code}?lang=en").content.decode()
    assert "Done. The road has light." in thread
    assert "From 0 to 14." in thread


def test_what_is_refused_comes_back_filled(world: World, story: Story) -> None:
    pilot = a_pilot(story).pilot
    group, at = desk(world), f"/en/desk/roskovec/pilots/{pilot.pk}/"
    over = {**texts("what", "Kabllo të reja"), "amount": "99 000 000", "day": day(), "paid_to": "Firma"}
    refused = group.post(f"{at}spending/", over)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "more than the budget is spent" in page
    assert 'href="#id_reason_sq"' in page
    assert "Kabllo të reja" in page
    assert "99 000 000" in page
    assert Spending.objects.count() == 1
    assert group.post(f"{at}spending/", {**over, **texts("reason", "Shi")}).status_code == 302
    wrong = group.post(f"{at}milestones/new/", {**texts("text", "Gërmim"), "due": "31.2.2026"})
    assert wrong.status_code == 422
    assert "Write a date" in wrong.content.decode()
    assert "Gërmim" in wrong.content.decode()
    strange = group.post(
        f"{at}photos/new/", {"file": SimpleUploadedFile("a.svg", b"<svg/>"), "alt": "The road", "taken_on": day()}
    )
    assert strange.status_code == 422
    assert "not a photo we can read" in strange.content.decode()
    assert group.post(f"{at}measured/", texts("text", "x")).status_code == 422
    stale = {
        **texts("title", "a"), **texts("owner", "a"), **texts("indicator", "a"), "budget": "5", "starts": day(),
        "due": day(1), "version": "0",
    }  # fmt: skip
    outdated = group.post(f"{at}change/", stale)
    assert outdated.status_code == 422
    assert "Somebody else changed this meanwhile" in outdated.content.decode()


@pytest.mark.parametrize("way", ["change", "evaluation"])
def test_who_saves_second_is_told_keeps_the_words_and_can_save_then(world: World, story: Story, way: str) -> None:
    pilot = a_pilot(story).pilot
    Pilot.objects.filter(pk=pilot.pk).update(done_at=timezone.now())
    group, at = desk(world), f"/en/desk/roskovec/pilots/{pilot.pk}/{way}/"
    first, second = (hidden_version(group.get(at)) for _reader in range(2))
    words = {
        **texts("title", "T"), **texts("owner", "O"), **texts("indicator", "I"), "budget": "5", "starts": day(),
        "due": day(1), **texts("evaluation", "E"), **texts("lesson", "L"),
    }  # fmt: skip
    assert group.post(at, {**words, "version": first}).status_code == 302
    mine = {**words, **texts("title", "Mine"), **texts("lesson", "Mine")}
    told = group.post(at, {**mine, "version": second})
    assert told.status_code == 422
    assert "Mine" in told.content.decode()
    assert group.post(at, {**mine, "version": hidden_version(told)}).status_code == 302
    pilot.refresh_from_db()
    assert "Mine" in {pilot.title["sq"], pilot.lesson.get("sq")}


def test_html_in_words_is_shown_as_text(world: World, story: Story) -> None:
    pilot = a_pilot(story).pilot
    group = desk(world)
    bad = "<script>alert(1)</script>"
    group.post(f"/en/desk/roskovec/pilots/{pilot.pk}/milestones/new/", {**texts("text", bad, bad), "due": day(3)})
    group.post(f"/en/desk/roskovec/pilots/{pilot.pk}/done/", texts("text", bad, bad))
    for address in (f"/en/roskovec/pilots/{pilot.slug}/", f"/r/{story.code}?lang=en", f"/r/{story.code}?lang=sq"):
        page = Client().get(address).content.decode()
        assert bad not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, address


def test_promises_are_said_at_the_desk(world: World, story: Story) -> None:
    group = desk(world, "municipal_focal_point")
    address = f"/en/desk/roskovec/promises/{story.measure.pk}/"
    assert "14 lamps" in group.get(address).content.decode()
    assert "14 lamps" in group.get("/en/desk/roskovec/promises/").content.decode()
    refused = group.post(address, {"state": "dropped", **texts("reason", "")})
    assert refused.status_code == 422
    assert "Write why. Everybody reads it." in refused.content.decode()
    assert group.post(address, {"state": "dropped", **texts("reason", "Shtrenjtë")}).status_code == 302
    assert MeasureState.objects.get().state == "dropped"
    chosen = re.search(r'value="dropped"[^>]*checked', group.get(address).content.decode())
    assert chosen, "how it stands now is not marked"
    assert "Shtrenjtë" in Client().get("/sq/roskovec/promises/").content.decode()


def test_what_waits_in_a_pilot_stands_on_the_desks_first_page(world: World, story: Story) -> None:
    pilot, today = a_pilot(story, n=2).pilot, timezone.localdate()
    given = {"municipality": world.ours, "pilot": pilot}
    group, coach = desk(world), desk(world, "coach")

    def waits(client: Client) -> list[tuple[str, bool]]:
        rows = client.get("/en/desk/roskovec/").context["rows"]
        return [(row.words, row.late) for row in rows if str(pilot.pk) in row.url]

    assert waits(group) == [("2 steps are past their date", True)]
    Milestone.objects.update(done_on=today)
    visit = CoachVisit.objects.create(
        **given, coach=world.people["coach"].pk, date=today, observation=t("P", "S"), advice=t("B", "D")
    )
    upload = Upload.objects.create(
        municipality_id=world.ours.pk, width=3, height=2, sha256="0" * 64, made_at=timezone.now()
    )
    PilotPhoto.objects.create(**given, upload_id=upload.pk, taken_on=today)
    reading = {**given, "what": t("Llamba", "Lamps"), "key": "lamps", "value": 1, "date": today, "method": t("N", "C")}
    Reading.objects.create(**reading, moment="before")
    assert waits(group) == [("One visit of the coach has no answer", False), ("One photo waits for your eye", False)]
    assert waits(coach) == []
    group.post(f"/en/desk/roskovec/pilots/{pilot.pk}/visits/{visit.pk}/reaction/", texts("reaction", "Po"))
    Upload.objects.update(looked_at=timezone.now())
    Pilot.objects.update(done_at=timezone.now())
    assert waits(group) == [("One figure is to be taken after the work", False)]
    Reading.objects.create(**reading, moment="after")
    assert waits(group) == []
