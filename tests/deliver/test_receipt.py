"""`/r/<code>`: what it shows, to whom, and how it forgives and refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firstdoor.core import codes, texts
from firstdoor.core.days import after_until
from firstdoor.deliver import services
from firstdoor.deliver.models import AskBack
from firstdoor.listen import services as listen
from firstdoor.listen.models import Theme, Voice
from firstdoor.listen.services import cases
from firstdoor.people.models import Institution
from firstdoor.places.models import Unit
from tests.deliver.story import WORDS, a_ballot, a_decision, a_pilot, a_priority, case_of, file, reach, t, theme
from tests.world import World


def read(code: str, lang: str = "en", **extra: str) -> str:
    page = Client().get(f"/r/{code}?lang={lang}", **extra)
    assert page.status_code == 200, page.content.decode()[:400]
    return page.content.decode()


def test_at_first_it_is_the_receipt(world: World) -> None:
    voice, code = file(world, heard_at=timezone.now() - timedelta(minutes=1), place="Shkolla")
    case = case_of(voice)
    page = read(code)
    assert code in page
    assert "We have your report" in page
    assert f'<p class="said" lang="sq">{WORDS}</p>' in page
    assert "A person reads it" in page
    assert f"by {after_until(case.look_due, timezone.localdate())}" in page
    assert "Would you rather talk to a person?" in page


def test_the_receipt_says_a_place_once_and_whom_to_talk_to_by_name(world: World) -> None:
    unit = Unit.objects.of(world.ours).get()
    helper = world.people["community_focal_point"]
    helper.name = "Arta Hoxha"
    helper.save()
    _voice, code = file(world, heard_at=timezone.now(), place=f"Shkolla, {unit.name}", unit=unit)
    page = read(code)
    assert "Arta Hoxha" in page
    assert f'<span lang="sq">Shkolla, {unit.name}</span>.' in page
    assert f"{unit.name}, {unit.name}" not in page


def test_a_neutral_receipt_says_why_the_words_are_not_on_it(world: World) -> None:
    _voice, code = file(world, theme=None, heard_at=timezone.now())
    assert "So that nobody reads it over your shoulder" in read(code)
    _voice, code = file(world, heard_at=timezone.now())
    assert "over your shoulder" not in read(code)


def test_it_never_asks_for_another_language_than_the_readers(world: World) -> None:
    _voice, code = file(world)
    assert Client().get(f"/r/{code}", HTTP_ACCEPT_LANGUAGE="en").status_code == 200
    assert 'lang="sq"' in Client().get(f"/r/{code}", HTTP_ACCEPT_LANGUAGE="sq").content.decode()
    assert '<html lang="en"' in read(code, "en")
    assert '<html lang="sq"' in read(code, "sq")


def test_nothing_keeps_it(world: World) -> None:
    _voice, code = file(world)
    for path in ("", "/slip/", "/slip.pdf", "/export", "/withdrawal/"):
        page = Client().get(f"/r/{code}{path}")
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page["X-Robots-Tag"]
    lost = Client().get("/r/AAAA-AAAA")
    assert (lost.status_code, lost["Cache-Control"], lost["Referrer-Policy"]) == (404, "no-store", "no-referrer")


def test_the_whole_thread(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)), measured=True)
    page = read(story.code)
    in_order = [
        "Done. The road has light.", "You told us", WORDS, "We read it", "We went there.", "We joined it with 3 other voices",
        "2 reports by telephone and web", "1 voice on paper", "It became a priority",
        "2 of 3 themes were chosen.", "6 in 10 people do not feel safe.", "It was decided", "14 lamps",
        "1,200,000", "17 votes for, 2 against.", "Decision no. 41", "The work was finished", "1,140,000",
        "It is done, and this changed", "31", "58", "118 asked or counted before, 104 after.", "12 points",
        "Waits for your answer", "Does the road have light now?",
    ]  # fmt: skip
    at = 0
    for words in in_order:
        found = page.find(words, at)
        assert found >= 0, f"{words!r} is missing or out of order"
        at = found
    assert page.count('aria-current="step"') == 1
    assert 'class="thread"' in page


def test_each_station_says_when_and_who(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)))
    page = read(story.code)
    stations = page.split('<p class="meta"><b>')[1:]
    assert len(stations) > 6
    for station in stations:
        assert station.split("</b>")[0].strip()
        assert 'class="by">' in station.split("</p>")[0]


def test_others_who_were_joined_see_the_thread_too(world: World) -> None:
    story = a_priority(world)
    receipt = listen_code(story.others[0])
    page = read(receipt)
    assert "We joined it with 3 other voices" in page
    assert "It became a priority" in page


def listen_code(voice: object) -> str:
    """A code for a voice whose own code nobody kept: a new receipt in place of the old one."""
    from firstdoor.core import receipts
    from firstdoor.core.models import Receipt

    Receipt.objects.filter(voice_id=voice.pk).delete()  # type: ignore[attr-defined]
    return codes.grouped(
        receipts.issue(municipality=voice.municipality_id, voice_id=voice.pk, public=True)  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize("n", [1, 40])
def test_its_queries_do_not_grow(world: World, n: int) -> None:
    story = a_pilot(a_decision(a_priority(world, n_others=n)), measured=True, n=n)
    a_ballot(story)
    for number in range(n):
        listen.give_answer(
            by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
            about_id=story.case.pk, text=t(f"Përgjigjja {number}", f"Answer {number}"), voices=[story.voice.pk],
        )  # fmt: skip
    Client().get(f"/r/{story.code}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        Client().get(f"/r/{story.code}")
    assert len(queries) == 27, "\n".join(q["sql"][:150] for q in queries.captured_queries)


def test_who_got_an_answer_reads_that_first(world: World) -> None:
    voice, code = file(world)
    reach(case_of(voice), "looked_at", timezone.now())
    assert "<h1>We read it.</h1>" in read(code)
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, text=t("Vijmë nesër", "We come tomorrow"), voices=[voice.pk],
    )  # fmt: skip
    assert "<h1>We answered you.</h1>" in read(code)
    reach(case_of(voice), "doing", timezone.now())
    assert "<h1>It is being done.</h1>" in read(code)


def test_what_waits_to_be_weighed_says_when(world: World) -> None:
    story = a_priority(world)
    story.candidate.chosen, story.candidate.rank, story.candidate.reason = None, None, {}
    story.candidate.save()
    page = read(story.code)
    assert "It is being weighed with other themes." in page
    assert "It was taken into the policy" in page
    assert "The priorities are chosen" in page
    assert "The council decides on the policy paper" in page


def test_what_was_solved_stays_solved_when_its_theme_is_not_chosen(world: World) -> None:
    story = a_priority(world)
    story.candidate.chosen, story.candidate.rank = False, None
    story.candidate.save()
    story.case.ending = "solved"
    story.case.save()
    assert "<h1>Solved.</h1>" in read(story.code)


def test_not_chosen_says_why_first(world: World) -> None:
    story = a_priority(world)
    story.candidate.chosen, story.candidate.rank = False, None
    story.candidate.save()
    page = read(story.code)
    assert "It was not chosen this time, and this is why." in page
    assert "The council decides" not in page


def test_what_was_written_keeps_its_language_beside_a_translation(world: World) -> None:
    voice, code = file(world)
    reach(case_of(voice), "looked_at", timezone.now())
    voice.translations = texts.make("en", "The road from the school is dark.")
    voice.save()
    page = read(code)
    assert f'<blockquote lang="sq">“{WORDS}”</blockquote>' in page
    assert "In your own words, Albanian." in page
    assert "The road from the school is dark." in page
    assert "In your own words" not in read(code, "sq")


def test_an_answer_in_another_language_is_marked(world: World) -> None:
    voice, code = file(world)
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, text=texts.make("sq", "Vijmë <nesër>."), voices=[voice.pk],
    )  # fmt: skip
    assert '<span lang="sq">Vijmë &lt;nesër&gt;.</span>' in read(code)


SECRET = ("Lighting", "Ndriçim", WORDS, "Shkolla", "Services", "priority", "lamps")


def assert_neutral(page: str) -> None:
    for words in SECRET:
        assert words not in page, words
    assert "<img" not in page


def test_a_voice_not_for_all_eyes_shows_nothing_of_itself(world: World) -> None:
    voice, code = file(world, asked_level="staff", place="Shkolla", heard_at=timezone.now() - timedelta(days=9))
    assert len(code) == 14
    assert_neutral(read(code))
    reach(case_of(voice), "looked_at", timezone.now(), note=t("Te Shkolla", "Lighting at Shkolla"))
    told = {"kind": "reply", "about_kind": "case", "about_id": case_of(voice).pk, "voices": [voice.pk]}
    staff = world.actor("action_group")
    for _ in range(2):
        listen.give_answer(by=staff, municipality=world.ours, text=t("Ndriçim", "Lighting at Shkolla"), **told)
    page = read(code)
    assert_neutral(page)
    assert "Somebody read it" in page
    assert page.count("We have an answer for you</h2>") == 2
    assert page.count("Call us with your code: we read it to you.") == 1
    discreet = t("Na telefononi.", "Please call us.")
    listen.give_answer(
        by=staff, municipality=world.ours, text=t("Ndriçim", "Lighting at Shkolla"), discreet=discreet, **told
    )
    page = read(code)
    assert_neutral(page)
    assert "Please call us." in page
    assert_neutral(Client().get(f"/r/{code}/export").content.decode())


def test_what_may_stand_on_a_neutral_page_does_not_replace_the_answer_on_a_public_one(world: World) -> None:
    voice, code = file(world)
    listen.give_answer(
        by=world.actor("action_group"), municipality=world.ours, kind="reply", about_kind="case",
        about_id=case_of(voice).pk, voices=[voice.pk], text=t("Dritat", "The lamps come on Monday"),
        discreet=t("Na telefononi.", "Please call us."),
    )  # fmt: skip
    assert "The lamps come on Monday" in read(code)
    assert "Please call us." not in read(code)


def test_a_voice_tightened_later_turns_neutral_at_once(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)), measured=True)
    assert WORDS in read(story.code)
    story.voice.level = "staff"
    story.voice.save()
    page = read(story.code)
    assert_neutral(page)
    assert "other voices" not in page
    assert "The road" not in page
    assert_neutral(Client().get(f"/r/{story.code}/export").content.decode())


def test_a_report_without_a_theme_tells_everything_once_the_desk_has_set_a_public_one(world: World) -> None:
    voice, code = file(world, theme=None, place="Shkolla")
    assert len(code) == 14
    assert_neutral(read(code))
    cases.set_theme(
        by=world.actor("action_group"), municipality=world.ours, case=case_of(voice), theme=theme(world.ours, "light")
    )
    assert f'<p class="said" lang="sq">{WORDS}</p>' in read(code)


def test_lane_words_are_nowhere(world: World) -> None:
    lane = theme(world.ours, "violence", level="lane", lane="state_police")
    _voice, code = file(world, theme=lane, words="He hits me", place="Shkolla", by=world.actor("action_group"))
    for path in ("", "/export", "/slip/"):
        body = Client().get(f"/r/{code}{path}").content.decode()
        assert "hits" not in body
        assert_neutral(body)


def test_public_counts_leave_out_what_is_not_public(world: World) -> None:
    story = a_priority(world, n_others=3)
    story.others[0].level = "staff"
    story.others[0].save()
    assert "We joined it with 2 other voices" in read(story.code)


def test_asking_back(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world, n_others=5)), done=True)
    page = read(story.code)
    assert "Does the road have light now?" in page
    assert "Once five people have answered" in page
    client = Client(enforce_csrf_checks=True)
    address = f"/r/{story.code}/asked-back/"
    done = client.post(address, {"pilot": str(story.pilot.pk), "says": "yes"})
    assert done.status_code == 302
    client.post(address, {"pilot": str(story.pilot.pk), "says": "no"})
    assert AskBack.objects.get().says == "no"
    assert "You answered" in read(story.code)
    for other in story.others[:4]:
        services.answer_ask_back(
            by=world.actor("action_group"), municipality=world.ours, voice=other,
            pilot=str(story.pilot.pk), says="yes",
        )  # fmt: skip
    hidden = read(story.code)
    assert "5 people answered. Yes: hidden, no: hidden, do not know: 0." in hidden
    assert "4" not in hidden.split("5 people answered.")[1].split("</p>")[0]
    client.post(address, {"pilot": str(story.pilot.pk), "says": "yes"})
    assert "5 people answered: 5 yes, 0 no, 0 do not know." in read(story.code)
    public = Client().get(f"/en/{world.ours.slug}/pilots/{story.pilot.slug}/").content.decode()
    assert "5 people answered: 5 yes, 0 no, 0 do not know." in public


def test_asking_back_refuses_strangers_and_nonsense(world: World) -> None:
    story = a_pilot(a_decision(a_priority(world)), done=True)
    _stranger, code = file(world)
    ask = {"pilot": str(story.pilot.pk), "says": "yes"}
    assert Client().post(f"/r/{code}/asked-back/", ask).status_code == 422
    for data in ({"pilot": "x", "says": "yes"}, {**ask, "says": "perhaps"}, {}):
        assert Client().post(f"/r/{story.code}/asked-back/", data).status_code == 422
    with pytest.raises(ValidationError):
        services.answer_ask_back(
            by=world.actor("action_group"), municipality=world.ours, voice=neutral(story.voice), pilot=ask["pilot"],
            says="yes",
        )  # fmt: skip
    assert not AskBack.objects.exists()


def test_late_is_said(world: World) -> None:
    voice, code = file(world)
    case = case_of(voice)
    case.look_due = timezone.localdate() - timedelta(days=3)
    case.save()
    assert "This is late. You may call and ask." in read(code)


def test_an_unknown_theme_is_not_public(world: World) -> None:
    assert not Theme.objects.exists()
    _voice, code = file(world, theme=None)
    assert len(code) == 14


def test_however_often_others_were_joined_it_stands_there_once(world: World) -> None:
    voice, code = file(world)
    quiet, quiet_code = file(world, asked_level="staff")
    by = world.actor("action_group")
    for _ in range(3):
        other, _code = file(world)
        cases.join(by=by, municipality=world.ours, case=case_of(voice).pk, other=case_of(other).pk)
    page = read(code)
    assert page.count("We joined it with") == 1
    assert "We joined it with 3 other voices" in page
    for _ in range(2):
        other, _code = file(world, asked_level="staff")
        cases.join(by=by, municipality=world.ours, case=case_of(quiet).pk, other=case_of(other).pk)
    assert read(quiet_code).count("We have an answer for you</h2>") == 1


def test_what_an_institution_was_handed_says_who_and_until_when(world: World) -> None:
    voice, code = file(world)
    power = Institution.objects.create(municipality=world.ours, name=t("OSSH", "Power company"))
    cases.hand_over(
        by=world.actor("municipal_focal_point"), municipality=world.ours, case=case_of(voice).pk, institution=power,
        reference="12/2026", expected=timezone.localdate() + timedelta(days=9), text=t("E përcollëm.", "We passed it on."),
    )  # fmt: skip
    page = read(code)
    assert "It went to Power company." in page
    assert "We passed it on. Reference 12/2026." in page
    assert "They answer us" in page
    assert "We answered you" not in page
    assert "Power company" not in neutral_twin(world, voice, code)


def neutral(voice: Voice) -> Voice:
    """The voice, for the safety team only from now on."""
    voice.level = "staff"
    voice.save()
    return voice


def neutral_twin(world: World, voice: Voice, code: str) -> str:
    neutral(voice)
    return read(code)
