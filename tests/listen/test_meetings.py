"""An interface meeting from the announcement to the published minutes."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstdoor.core import audit_heads, codes, receipts, texts
from firstdoor.core.ids import uuid7
from firstdoor.core.rights import NotAllowed
from firstdoor.listen import documents
from firstdoor.listen.models import Headcount, Meeting, Voice
from firstdoor.listen.selectors import meetings as questions
from firstdoor.listen.services import meetings as services
from firstdoor.places.models import Unit
from tests.world import World, make_municipality


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def focal_point(world):
    return world.actor("community_focal_point")


@pytest.fixture
def meeting(world, focal_point):
    return services.plan_meeting(
        by=focal_point, municipality=world.ours, title=texts.make("sq", "Takim në Kurjan", en="Meeting in Kurjan"),
        place="Shkolla 9-vjeçare", starts_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip


def enter(world, focal_point, meeting, words="Duam dritë te ura.", key=None):
    return services.enter_input(
        by=focal_point, municipality=world.ours, meeting=meeting, words=words, language="sq", draft_key=key or uuid7()
    )


def test_what_is_said_in_the_room_becomes_a_voice_with_a_receipt(world, focal_point, meeting):
    filed = enter(world, focal_point, meeting)
    assert (filed.voice.kind, filed.voice.channel) == (Voice.Kind.MEETING, Voice.Channel.PERSON)
    assert filed.case is not None
    assert receipts.resolve(codes.normalise(filed.code)).voice_id == filed.voice.pk
    assert [entry.code for entry in questions.inputs(meeting)] == [codes.grouped(filed.code)]


def test_the_same_form_sent_twice_is_one_voice_and_shows_the_same_code(world, focal_point, meeting):
    key = uuid7()
    first, second = (enter(world, focal_point, meeting, key=key) for _ in range(2))
    assert (second.again, second.voice.pk, second.code) == (True, first.voice.pk, first.code)
    assert Voice.objects.of(world.ours).count() == 1


def test_the_public_sees_neither_drafts_nor_unpublished_minutes(world, focal_point, meeting, client):
    page = reverse("meeting", args=[world.ours.slug, meeting.pk])
    assert client.get(page).status_code == 404
    services.publish_meeting(by=focal_point, municipality=world.ours, meeting=meeting)
    services.write_down(
        by=focal_point, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes",
        words=texts.make("sq", "U fol për dritën."),
    )  # fmt: skip
    assert "U fol" not in client.get(page).content.decode()
    services.publish_minutes(by=focal_point, municipality=world.ours, meeting=meeting)
    assert "U fol" in client.get(page).content.decode()
    assert audit_heads.verify()[1] == []


def test_minutes_that_nobody_wrote_are_not_published(world, focal_point, meeting):
    with pytest.raises(ValidationError):
        services.publish_minutes(by=focal_point, municipality=world.ours, meeting=meeting)


def test_small_groups_are_hidden_from_the_public_and_shown_at_the_desk(world, focal_point, meeting):
    services.count_heads(
        by=focal_point, municipality=world.ours, meeting=meeting,
        counts={("all", ""): 31, ("sex", "women"): 28, ("sex", "men"): 3},
    )  # fmt: skip
    shown = {heads.dimension: dict(heads.rows) for heads in questions.heads(meeting, public=True)}
    assert shown == {"all": {"": 31}, "sex": {"women": None, "men": None}}
    inside = {heads.dimension: dict(heads.rows) for heads in questions.heads(meeting, public=False)}
    assert inside["sex"] == {"women": 28, "men": 3}


def test_who_was_not_counted_cannot_be_worked_out(world, focal_point, meeting, client):
    services.count_heads(
        by=focal_point, municipality=world.ours, meeting=meeting, counts={("all", ""): 40, ("sex", "women"): 38}
    )
    services.write_down(
        by=focal_point, municipality=world.ours, meeting=meeting, part="minutes", version=meeting.version,
        words=texts.make("sq", "U fol për dritat."),
    )  # fmt: skip
    services.publish_minutes(by=focal_point, municipality=world.ours, meeting=meeting)
    page = client.get(f"/en/roskovec/meetings/{meeting.pk}/").content.decode()
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="num">(\d+|<)', page) == [
        ("All together", "40"),
        ("Women", "<"),
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(0, 45), min_size=1, max_size=5), rest=st.integers(0, 45))
def test_no_small_group_and_no_small_rest_follows_from_what_is_shown(world, meeting, parts, rest):
    Headcount.objects.of(world.ours).filter(meeting=meeting).delete()
    ages = ["under_16", "16_24", "25_44", "45_64", "65_over"]
    rows = [("all", "", sum(parts) + rest), *(("age", age, n) for age, n in zip(ages, parts, strict=False))]
    Headcount.objects.bulk_create(
        Headcount(municipality=world.ours, meeting=meeting, dimension=which, value=value, n=n)
        for which, value, n in rows
    )
    shown = {heads.dimension: heads.rows for heads in questions.heads(meeting, public=True)}
    assert [age for age, _n in shown["age"]] == ages[: len(parts)]  # whenever their rows were made
    assert all(n is None or n == 0 or n >= 5 for _age, n in shown["age"])
    unseen = [
        n for n, (_age, seen) in zip([*parts, rest], [*shown["age"], ("", None)], strict=True) if seen is None and n
    ]
    if any(n for _age, n in shown["age"]) and any(n < 5 for n in unseen):
        assert len(unseen) >= 2
        assert sum(unseen) >= 5


def test_a_meeting_in_which_nobody_was_counted_has_no_counts(world, meeting, client):
    assert questions.heads(meeting, public=False) == questions.heads(meeting, public=True) == []
    client.force_login(world.people["community_focal_point"])
    page = client.get(reverse("desk_meeting", args=[world.ours.slug, meeting.pk]))
    steps = page.context["steps"]
    assert [done for _route, _words, done, _ready in steps] == [False] * 5
    assert "desk_meeting_invitations" not in [route for route, *_rest in steps]  # nobody is invited to what is over


def test_a_place_that_names_its_unit_is_not_followed_by_it(world, focal_point, client):
    meeting = services.plan_meeting(
        by=focal_point, municipality=world.ours, title=texts.make("sq", "Takim"), place="Salla e bashkisë, Roskovec",
        unit=Unit.objects.of(world.ours).get(name="Roskovec"), starts_at=timezone.now(),
    )  # fmt: skip
    client.force_login(world.people["community_focal_point"])
    page = client.get(reverse("desk_meeting", args=[world.ours.slug, meeting.pk]))
    assert "Roskovec</span>, Roskovec" not in page.content.decode()
    shown = documents.invitation(world.ours, meeting, "https://example.org").facts
    assert meeting.place in [value for _name, value in shown]


def test_more_women_than_people_is_told(world, focal_point, meeting):
    with pytest.raises(ValidationError, match="parts are more"):
        services.count_heads(
            by=focal_point, municipality=world.ours, meeting=meeting, counts={("all", ""): 3, ("sex", "women"): 4}
        )


def test_nobody_came_to_a_meeting_that_has_not_begun(world, focal_point, meeting):
    meeting.starts_at = timezone.now() + timedelta(days=1)
    with pytest.raises(ValidationError, match="not begun"):
        services.count_heads(by=focal_point, municipality=world.ours, meeting=meeting, counts={("all", ""): 3})


def test_the_second_editor_is_told_and_keeps_the_words(world, focal_point, meeting, client):
    client.force_login(world.people["municipal_focal_point"])
    page = reverse("desk_meeting_minutes", args=[world.ours.slug, meeting.pk])
    old = meeting.version
    words = {"words_sq": "Së pari.", "words_en": "", "version": old}
    assert client.post(page, words).status_code == 302
    answer = client.post(page, {**words, "words_sq": "Së dyti."})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Së dyti." in body
    assert "Së pari." in body
    assert Meeting.objects.get(pk=meeting.pk).minutes["sq"] == "Së pari."


def test_a_dropped_promise_says_why(world, focal_point, meeting):
    row = services.promise(
        by=focal_point, municipality=world.ours, meeting=meeting, text=texts.make("sq", "Një llambë"),
        owner="Drejtoria e Shërbimeve", due=date(2026, 12, 31),
    )  # fmt: skip
    with pytest.raises(ValidationError):
        services.settle_promise(by=focal_point, municipality=world.ours, promise=row, state="dropped", reason={})
    services.settle_promise(
        by=focal_point, municipality=world.ours, promise=row, state="dropped", reason=texts.make("sq", "S'ka buxhet.")
    )
    assert row.state == "dropped"


@pytest.mark.parametrize("role", ["coach", "mayor", "lane_member", "council_secretary"])
def test_others_read_and_do_not_write(world, meeting, role):
    with pytest.raises(NotAllowed):
        services.publish_meeting(by=world.actor(role), municipality=world.ours, meeting=meeting)


@pytest.mark.parametrize("n", [1, 12])
def test_the_list_costs_the_same_however_many_there_are(world, focal_point, n, django_assert_num_queries):
    for _ in range(n):
        row = services.plan_meeting(
            by=focal_point, municipality=world.ours, title=texts.make("sq", "Takim"), place="Shkolla",
            starts_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        services.publish_meeting(by=focal_point, municipality=world.ours, meeting=row)
    with django_assert_num_queries(1):
        assert len(questions.upcoming(world.ours, now=timezone.now())) == n


def test_anothers_meetings_stay_there(world, meeting):
    assert questions.meeting(make_municipality("Patos"), meeting.pk) is None


def test_a_count_left_empty_is_not_counted_any_more(world, meeting, client):
    client.force_login(world.people["community_focal_point"])
    page = reverse("desk_meeting_heads", args=[world.ours.slug, meeting.pk])
    client.post(page, {"all": "20", "sex-women": "15", "age-65_over": "3"})
    client.post(page, {"all": "20", "sex-women": "15", "age-65_over": ""})
    assert {heads.dimension: heads.rows for heads in questions.heads(meeting, public=False)} == {
        "all": [("", 20)],
        "sex": [("women", 15)],
    }


def test_before_it_begins_nothing_is_said_and_nothing_published(world, focal_point, meeting):
    meeting.starts_at = timezone.now() + timedelta(hours=1)
    with pytest.raises(ValidationError, match="not begun"):
        enter(world, focal_point, meeting)
    services.write_down(
        by=focal_point, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes",
        words=texts.make("sq", "U fol."),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="not begun"):
        services.publish_minutes(by=focal_point, municipality=world.ours, meeting=meeting)


def test_nobody_is_invited_after_the_meeting_and_a_slip_of_the_hand_is_taken_out(world, meeting, client):
    client.force_login(world.people["community_focal_point"])
    page = reverse("desk_meeting_invitations", args=[world.ours.slug, meeting.pk]).replace("/sq/", "/en/")
    today = timezone.localdate()
    late = client.post(page, {"channel": "door", "at": str(today + timedelta(days=1)), "reached": "300"})
    assert (late.status_code, "The meeting is over by then." in late.content.decode()) == (422, True)
    for _twice in range(2):
        assert client.post(page, {"channel": "door", "at": str(today), "reached": "300"}).status_code == 302
    row = questions.invitations(meeting)
    assert len(row) == 1
    assert f'name="remove" value="{row[0].pk}"' in client.get(page).content.decode()
    client.post(page, {"remove": str(row[0].pk)})
    assert questions.invitations(meeting) == []


def test_minutes_are_published_by_who_is_sure_and_a_promise_stays_then(world, focal_point, meeting, client):
    client.force_login(world.people["community_focal_point"])
    at = reverse("desk_meeting", args=[world.ours.slug, meeting.pk]).replace("/sq/", "/en/")
    promise = {"text_sq": "Një llambë", "owner": "Drejtoria", "due": str(timezone.localdate() + timedelta(days=9))}
    for _twice in range(2):
        client.post(f"{at}promises/", promise)
    client.post(f"{at}promises/", {**promise, "text_sq": "Dhjetë llamba"})
    by_mistake = next(row for row in questions.promises(world.ours, of=meeting) if row.text["sq"] == "Një llambë")
    client.post(f"{at}promises/", {"remove": str(by_mistake.pk)})
    assert [row.text["sq"] for row in questions.promises(world.ours, of=meeting)] == ["Dhjetë llamba"]
    client.post(f"{at}minutes/", {"words_sq": "U fol gjatë.", "version": "1"})
    assert f'href="{at}publication/"' in client.get(at).content.decode()
    asked = client.post(f"{at}publication/", {"what": "minutes"})
    assert (
        "publishing can&#x27;t be taken back" in asked.content.decode()
        or "can't be taken back" in asked.content.decode()
    )
    assert Meeting.objects.get(pk=meeting.pk).minutes_published_at is None
    client.post(f"{at}publication/", {"what": "minutes", "sure": "1"})
    published = Meeting.objects.get(pk=meeting.pk)
    assert published.minutes_published_at is not None
    assert client.get(f"{at}publication/").status_code == 302
    left = questions.promises(world.ours, of=meeting)[0]
    refused = client.post(f"{at}promises/", {"remove": str(left.pk)}, follow=True).content.decode()
    assert "kept or dropped now" in refused
    assert questions.promises(world.ours, of=meeting) == [left]
    assert "everybody can read at once" in client.get(f"{at}minutes/").content.decode()
    again = client.post(f"{at}minutes/", {"words_sq": "U fol.", "version": published.version}, follow=True)
    assert "everybody can read them" in again.content.decode()
    assert "Waits for you" not in client.get(at).content.decode()  # what is public is not waited for


def test_who_only_reads_is_not_told_that_something_waits(world, meeting, client):
    at = reverse("desk_meeting", args=[world.ours.slug, meeting.pk]).replace("/sq/", "/en/")
    client.force_login(world.people["coach"])
    assert "Waits for you" not in client.get(at).content.decode()
    client.force_login(world.people["community_focal_point"])
    assert "Waits for you" in client.get(at).content.decode()


def test_who_changes_a_meeting_second_sees_what_stands_there_now(world, meeting, client):
    client.force_login(world.people["community_focal_point"])
    at = reverse("desk_meeting_change", args=[world.ours.slug, meeting.pk])
    words = {"title_sq": "Takim", "date": "2026-12-01", "time": "17:30", "place": "Salla", "version": "1"}
    client.post(at, words)
    second = client.post(at, {**words, "place": "Oborri"})
    assert second.status_code == 422
    page = second.content.decode()
    assert page.index("Salla") < page.index('value="Oborri"')
    client.post(at, {**words, "place": "Oborri", "version": "2"})
    assert Meeting.objects.get(pk=meeting.pk).place == "Oborri"


def test_a_meeting_that_has_begun_is_not_announced_any_more_but_its_minutes_are_published(
    world, focal_point, meeting, client
):
    client.force_login(world.people["community_focal_point"])
    at = reverse("desk_meeting", args=[world.ours.slug, meeting.pk]).replace("/sq/", "/en/")
    late = client.get(at).content.decode()
    assert ("Announce the meeting" in late, "This meeting was never announced" in late) == (False, True)
    assert reverse("desk_meeting_minutes", args=[world.ours.slug, meeting.pk]).replace("/sq/", "/en/") in late
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(days=2))
    early = client.get(at).content.decode()
    assert ("Announce the meeting" in early, "This meeting was never announced" in early) == (True, False)


REASON = texts.make("sq", "Shkolla është mbyllur nga bora.", en="The school is closed because of snow.")


@pytest.fixture
def announced(world, focal_point, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(days=3))
    meeting.refresh_from_db()
    services.publish_meeting(by=focal_point, municipality=world.ours, meeting=meeting)
    return meeting


def test_an_announced_meeting_is_called_off_with_a_reason_that_everybody_reads(world, announced, client):
    desk, page = f"/en/desk/roskovec/meetings/{announced.pk}/", f"/en/roskovec/meetings/{announced.pk}/"
    client.force_login(world.people["community_focal_point"])
    assert f'href="{desk}calling-off/"' in client.get(desk).content.decode()
    assert client.get(f"{desk}calling-off/").status_code == 200
    refused = client.post(f"{desk}calling-off/", {"reason_sq": ""})
    assert refused.status_code == 422
    assert client.get(f"{page}invitation.pdf").status_code == 200
    told = {"reason_sq": REASON["sq"], "reason_en": REASON["en"]}
    assert client.post(f"{desk}calling-off/", told).status_code == 302
    public = client.get(page).content.decode()
    assert "This meeting is called off" in public
    assert "closed because of snow" in public
    assert "Called off" in client.get("/en/roskovec/meetings/").content.decode()
    assert page not in client.get("/en/roskovec/").content.decode()
    assert client.get(f"{page}invitation.pdf").status_code == 404
    assert f'href="{desk}change/"' not in client.get(desk).content.decode()
    assert client.get(f"{desk}calling-off/").status_code == 302
    assert audit_heads.verify()[1] == []


def test_what_was_called_off_is_not_held_later(world, focal_point, announced):
    services.call_off(by=focal_point, municipality=world.ours, meeting=announced, reason=REASON)
    announced.refresh_from_db()
    later = timezone.now() + timedelta(days=4)
    assert questions.past(world.ours, now=later) == []
    Meeting.objects.filter(pk=announced.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    announced.refresh_from_db()
    with pytest.raises(ValidationError, match="called off"):
        enter(world, focal_point, announced)


def test_a_draft_and_a_meeting_that_has_begun_are_not_called_off(world, focal_point, meeting):
    with pytest.raises(ValidationError, match="announced and has not begun"):
        services.call_off(by=focal_point, municipality=world.ours, meeting=meeting, reason=REASON)
    services.publish_meeting(by=focal_point, municipality=world.ours, meeting=meeting)
    with pytest.raises(ValidationError, match="announced and has not begun"):
        services.call_off(by=focal_point, municipality=world.ours, meeting=meeting, reason=REASON)


def test_minutes_corrected_after_they_were_public_say_so(world, focal_point, meeting, client):
    def write(words):
        services.write_down(
            by=focal_point, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes",
            words=texts.make("sq", words),
        )  # fmt: skip

    write("U fol për dritën.")
    write("U fol për dritat.")
    services.publish_minutes(by=focal_point, municipality=world.ours, meeting=meeting)
    page = f"/en/roskovec/meetings/{meeting.pk}/"
    write("U fol për dritat.")
    assert "corrected since" not in client.get(page).content.decode()
    write("U fol për dritat dhe urën.")
    assert "Vision or minutes were corrected since, the last time on" in client.get(page).content.decode()
    facts = dict(documents.minutes(world.ours, meeting, [], public=True).facts)
    assert "Corrected" in facts
