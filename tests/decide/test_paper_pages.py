"""The paper's pages as a resident and as the desk use them, and the PDF."""

import io
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import outbox, texts
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.core.models import Outbox
from firstdoor.decide.models import Comment, Paragraph, Version
from firstdoor.decide.selectors.changes import marked
from firstdoor.decide.services import paper
from firstdoor.people import selectors as people
from firstdoor.people import services as people_services
from firstdoor.places import selectors as places_questions
from firstdoor.places import services as places
from tests.world import World, a_cycle

BY = system("test")


@pytest.fixture
def world(db):
    world = World()
    places.load_rules_and_holidays(
        by=BY, municipality=world.ours, years=[timezone.localdate().year, timezone.localdate().year + 1]
    )
    return world


@pytest.fixture
def version(world):
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section,
            text=texts.make("sq", "Bashkia vë <b>40</b> llamba. #panic()", en="Forty lamps."),
        )  # fmt: skip
    paper.open_consultation(by=BY, municipality=world.ours, version=version)
    version.refresh_from_db()
    return version


def address(name, world, *args):
    return reverse(name, args=[world.ours.slug, *args])


def test_a_mistyped_address_says_how_one_looks_and_keeps_the_words(world, version, client):
    page = client.post(
        address("paper_comment", world, "meas1"), {"words": "Edhe për ne", "email": "arta@", "draft_key": str(uuid7())}
    )
    assert page.status_code == 422
    html = page.content.decode()
    assert "like name@example.com, or leave the field empty" in html
    assert "Edhe për ne" in html
    assert 'value="arta@"' in html


def test_a_day_of_the_council_that_has_passed_is_not_promised(world, version, client):
    due = timezone.localdate() + timedelta(days=2)
    step = people.step_of(world.ours, "adoption")
    people_services.move_step(by=BY, municipality=world.ours, step=step, due=due, reason="Mbledhja u caktua.")
    said = f"The council decides by {date_format(due)}."
    paper_page = address("paper", world).replace("/sq/", "/en/")
    assert said in client.get(paper_page).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        late = client.get(paper_page).content.decode()
    assert "Waits for your comment" in late
    assert "The council decides by" not in late


def receipt_of(world, version, client):
    sent = client.post(
        address("paper_comment", world, "meas1"), {"words": "Po", "email": "", "draft_key": str(uuid7()), "send": "1"}
    )
    return f"{sent['Location']}?lang=en"


def test_the_code_of_a_comment_goes_to_the_address_that_was_left(world, version, client):
    form = {"words": "Po", "email": "arta@example.org", "draft_key": str(uuid7()), "send": "1"}
    code = client.post(address("paper_comment", world, "meas1"), form)["Location"].rsplit("/", 1)[1]
    letter = outbox.opened(Outbox.objects.get())
    assert (letter.to, code in letter.body) == ("arta@example.org", True)


@pytest.mark.parametrize("rewritten", [True, False])
def test_a_comment_changed_the_paper_only_where_its_text_changed(world, version, client, rewritten):
    receipt = receipt_of(world, version, client)
    there = f'<a href="/en/roskovec/paper/earlier/{version.pk}/#p-meas1">Paragraph 4.1, Measures</a>'
    assert there in client.get(receipt).content.decode()
    answered = {"outcome": "accepted", "reason_sq": "Keni të drejtë.", "hide": ""}
    desk = Client()
    desk.force_login(world.people["action_group"])
    desk.post(address("desk_comment", world, Comment.objects.get().pk), answered)
    told = client.get(receipt).content.decode()
    assert "Your comment was accepted, and this is why." in told
    assert "Keni të drejtë." in told
    assert there in told
    Version.objects.filter(pk=version.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    version.refresh_from_db()
    second = paper.close_consultation(by=BY, municipality=world.ours, version=version)
    key = "meas1" if rewritten else "visi1"
    paper.write_paragraph(
        by=BY, municipality=world.ours, version=second, section="measures" if rewritten else "vision", key=key,
        text=texts.make("sq", "Gjashtëdhjetë llamba."),
    )  # fmt: skip
    assert "Your comment changed the paper." not in client.get(receipt).content.decode()  # nobody can read it yet
    Version.objects.filter(pk=second.pk).update(state=Version.State.PROPOSED)
    assert ("Your comment changed the paper." in client.get(receipt).content.decode()) is rewritten


def test_opening_asks_first_and_says_the_last_day(world, client):
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section, text=texts.make("sq", "Fjalë")
        )
    client.force_login(world.people["municipal_focal_point"])
    last = places_questions.due("consult.comment", timezone.now(), world.ours)
    assert f'href="{address("desk_paper_opening", world)}"' in client.get(address("desk_paper", world)).content.decode()
    asked = client.post(address("desk_paper_step", world), {"what": "open"})
    version.refresh_from_db()
    assert (asked.status_code, version.state) == (302, Version.State.DRAFT)
    page = client.get(asked["Location"])
    assert date_format(last, "DATE_FORMAT") in page.content.decode()
    assert page.context["period"].days == 20
    client.post(address("desk_paper_step", world), {"what": "open", "sure": "1"})
    version.refresh_from_db()
    assert (version.state, version.closes_on) == (Version.State.CONSULTATION, last)


def test_proposing_asks_first_and_refuses_what_lost_a_section(world, version, client):
    Version.objects.filter(pk=version.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    version.refresh_from_db()
    second = paper.close_consultation(by=BY, municipality=world.ours, version=version)
    client.force_login(world.people["mayor"])
    asks = address("desk_paper_proposing", world)
    assert f'href="{asks}"' in client.get(address("desk_paper", world)).content.decode()
    asked = client.post(address("desk_paper_step", world), {"what": "propose"})
    second.refresh_from_db()
    assert (asked["Location"], second.state) == (asks, Version.State.DRAFT)
    between = client.get(asks.replace("/sq/", "/en/")).content.decode()
    assert "can&#x27;t be taken back" in between or "can't be taken back" in between
    paper.remove_paragraph(by=BY, municipality=world.ours, version=second, key="visi1")
    lacking = client.get(asks.replace("/sq/", "/en/")).content.decode()
    assert "still empty: Vision" in lacking
    assert 'name="sure"' not in lacking
    client.post(address("desk_paper_step", world), {"what": "propose", "sure": "1"})
    second.refresh_from_db()
    assert second.state == Version.State.DRAFT
    paper.write_paragraph(
        by=BY, municipality=world.ours, version=second, section="vision", text=texts.make("sq", "Rrugë pa frikë.")
    )
    client.post(address("desk_paper_step", world), {"what": "propose", "sure": "1"})
    second.refresh_from_db()
    assert second.state == Version.State.PROPOSED
    assert client.get(asks).status_code == 302


def test_a_resident_comments_sees_how_it_looks_and_gets_a_receipt(world, version, client):
    assert "Forty lamps." in client.get(address("paper", world)).content.decode()
    page = address("paper_comment", world, "meas1")
    form = {"words": "Deri në <mëngjes>.", "email": "", "draft_key": str(uuid7())}
    check = client.post(page, form)
    assert check.status_code == 200
    assert "Deri në &lt;mëngjes&gt;." in check.content.decode()
    assert not Comment.objects.of(world.ours).exists()
    sent = client.post(page, {**form, "send": "1"})
    assert sent.status_code == 302
    assert sent["Location"].startswith("/r/")
    again = client.post(page, {**form, "send": "1"})
    assert again.status_code == 200
    assert Comment.objects.of(world.ours).count() == 1


@pytest.mark.parametrize(("words", "email"), [("", ""), ("   ", ""), ("Po", "no address"), ("x" * 4001, "")])
def test_a_refused_comment_comes_back_filled(world, version, client, words, email):
    page = client.post(
        address("paper_comment", world, "meas1"),
        {"words": words, "email": email, "draft_key": str(uuid7()), "send": "1"},
    )
    assert page.status_code == 422
    assert words.strip() in page.content.decode()
    assert email in page.content.decode()


def test_a_comment_too_late_or_too_often_is_told_and_its_words_are_not_lost(world, version, client):
    page = address("paper_comment", world, "meas1")

    def sent(words):
        return client.post(page, {"words": words, "email": "", "draft_key": str(uuid7()), "send": "1"})

    many = [sent(f"Stola te lumi {n}") for n in range(31)]
    assert [answer.status_code for answer in many] == [302] * 30 + [429]
    assert "Stola te lumi 30</textarea>" in many[-1].content.decode()
    Version.objects.filter(pk=version.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    late = sent("Edhe <b>ujë</b> te lumi")
    assert late.status_code == 422
    assert "Edhe &lt;b&gt;ujë&lt;/b&gt; te lumi" in late.content.decode()
    assert Comment.objects.count() == 30


def test_drafts_are_nobodys_to_read(world, client):
    paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))
    assert client.get(address("paper_pdf", world, 1)).status_code == 404
    assert "no policy paper" in client.get(address("paper", world)).content.decode()


def test_the_pdf_can_be_read_aloud_and_typed_words_stay_words(world, version, client):
    answer = client.get(address("paper_pdf", world, 1))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as found:
        assert "/StructTreeRoot" in found.Root
        assert str(found.Root.Lang) == "en"
        with found.open_metadata() as metadata:
            assert str(metadata.get("pdfuaid:part")) == "1"
            assert metadata.get("dc:title")


@pytest.mark.parametrize("n", [1, 12])
def test_the_page_costs_the_same_however_long_the_paper(world, version, client, n, django_assert_max_num_queries):
    Paragraph.objects.bulk_create(
        Paragraph(
            municipality=world.ours, version=version, key=f"more{k}", section="analysis", order=k + 2,
            text=texts.make("sq", "Një fjali."),
        )
        for k in range(n)
    )  # fmt: skip
    client.get(address("paper", world))
    with django_assert_max_num_queries(32):
        client.get(address("paper", world))


def test_new_words_are_marked_and_old_ones_not():
    runs = marked("Bashkia vë 40 llamba në tri rrugë.", "Bashkia vë 40 llamba në tri rrugë dhe i riparon.")
    assert "".join(words for _new, words in runs) == "Bashkia vë 40 llamba në tri rrugë dhe i riparon."
    assert [words.strip() for new, words in runs if new] == ["rrugë dhe i riparon."]
    assert marked("", "Fillim") == [(False, "Fillim")]


def test_giving_more_time_and_closing_ask_first(world, version, client):
    client.force_login(world.people["municipal_focal_point"])
    step = address("desk_paper_step", world).replace("/sq/", "/en/")
    last = places_questions.due("consult.comment_long", version.opened_at, world.ours)
    asked = client.post(step, {"what": "extend"}).content.decode()
    assert date_format(last) in asked
    version.refresh_from_db()
    assert version.extended_at is None
    assert 'value="extend"' in client.get(address("desk_paper", world)).content.decode()
    client.post(step, {"what": "extend", "sure": "1"})
    assert 'value="extend"' not in client.get(address("desk_paper", world)).content.decode()
    version.refresh_from_db()
    assert version.closes_on == last
    again = client.post(step, {"what": "extend"}, follow=True).content.decode()
    assert "The law allows no more time." in again
    Version.objects.filter(pk=version.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "Close the consultation?" in client.post(step, {"what": "close"}).content.decode()
    version.refresh_from_db()
    assert version.state == Version.State.CONSULTATION
    client.post(step, {"what": "close", "sure": "1"})
    version.refresh_from_db()
    assert version.state == Version.State.CLOSED


def test_without_a_cycle_the_paper_leads_to_it(world, client):
    client.force_login(world.people["municipal_focal_point"])
    page = client.get(address("desk_paper", world)).content.decode()
    assert f'/desk/{world.ours.slug}/cycle/"' in page.split("<main")[1]


def test_an_answered_comment_shows_its_answer_and_asks_for_none(world, version, client):
    receipt_of(world, version, client)
    desk = Client()
    desk.force_login(world.people["action_group"])
    at = address("desk_comment", world, Comment.objects.get().pk).replace("/sq/", "/en/")
    assert 'name="outcome"' in desk.get(at).content.decode()
    assert desk.post(at, {"outcome": "refused", "reason_sq": "S'ka <i>buxhet</i>."}).status_code == 302
    read = desk.get(at).content.decode()
    assert "&lt;i&gt;buxhet" in read
    assert "Not accepted." in read
    assert 'name="outcome"' not in read
    second = desk.post(at, {"outcome": "accepted", "reason_sq": "Po, bëhet."})
    assert second.status_code == 422
    assert "Somebody else has answered" in second.content.decode()
    assert all(words in second.content.decode() for words in ("&lt;i&gt;buxhet", "Po, bëhet."))
