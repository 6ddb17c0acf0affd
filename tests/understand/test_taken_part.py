"""Who took part, in counts that tell of nobody; hands apart from the votes; and all of it as PDF."""

from __future__ import annotations

import pypdfium2
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstdoor.core.actor import ANYBODY, system
from firstdoor.listen.models import Participant
from firstdoor.listen.services import booklets, conversations, hands, voting
from firstdoor.places.models import Unit
from firstdoor.understand import services
from firstdoor.understand.selectors import opinions
from firstdoor.understand.selectors.taken_part import took_part
from tests.talks import address
from tests.understand.test_opinions import a_talk

BY = system("test")


def on_paper(world, by, talk, n, **about):
    made = booklets.print_booklets(by=by, municipality=world.ours, conversation=talk, n=n)
    for one in made:
        booklets.enter_booklet(
            by=by, municipality=world.ours, conversation=talk, number=one.number, answers=[1, 1, -1],
            about=booklets.AboutYou(**about),
        )  # fmt: skip


def online(world, talk, n):
    tokens = [voting.new_token() for _ in range(n)]
    for token in tokens:
        voting.cast_vote(by=ANYBODY, municipality=world.ours, conversation=talk, token=token, number=1, value=1)
    return tokens


def rows(part):
    return dict(part.rows)


def test_by_way_and_by_what_people_said_with_small_numbers_hidden(world, by, talk):
    unit = Unit.objects.of(world.ours).get()
    on_paper(world, by, talk, 7, unit=unit, age="2", gender="f")
    on_paper(world, by, talk, 2, unit=unit, age="3")
    online(world, talk, 8)
    found = took_part(talk)
    assert found.people == 17
    assert {part.key: [n for _name, n in part.rows] for part in found.all} == {
        "way": [8, 9], "unit": [9, 8], "age": [None, None, 8], "gender": [7, 10],
    }  # fmt: skip
    assert found.hidden
    assert [part.key for part in took_part(talk, said=False).all] == ["way"]


def test_somebody_online_says_it_and_says_something_else(world, talk):
    (token,) = online(world, talk, 1)
    unit = Unit.objects.of(world.ours).get()
    client = Client()
    client.get(address(talk))
    page = address(talk, "conversation_about_you")
    assert client.post(page, {"age": "2"}).status_code == 422  # nobody has voted with this device
    client.cookies[f"conversation-{talk.pk.hex}"] = token
    assert client.post(page, {"unit": "x"}).status_code == 422
    for age in ("2", "4"):
        assert client.post(page, {"unit": str(unit.pk), "age": age, "gender": ""}).status_code == 302
    assert Participant.objects.values_list("unit_id", "age", "gender").get() == (unit.pk, "4", "")
    assert 'value="4" selected' in client.get(page).content.decode()


def test_the_page_of_results_tells_it_once_it_is_over(world, by, talk):
    on_paper(world, by, talk, 9, age="2")
    online(world, talk, 6)
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    page = reverse("conversation_results", args=[world.ours.slug, talk.slug]).replace("/sq/", "/en/")
    before = Client().get(page).content.decode()
    assert "Who has been heard" in before
    assert "25-34" not in before
    conversations.close_conversation(by=by, municipality=world.ours, conversation=talk)
    assert "25-34" in Client().get(page).content.decode()


def test_hands_stand_apart_and_in_the_totals_but_not_in_what_nearly_everybody_holds(world, by):
    talk = a_talk(world, by, (20, 20))
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    shared = [line.number for line in opinions.results(talk).agreed]
    hands.write_hands(
        by=by, municipality=world.ours, conversation=talk, held_on=timezone.localdate(), place="Vatra",
        counts={shared[0]: (0, 50, 0), shared[1]: (1, 2, 0)},
    )  # fmt: skip
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    assert [line.number for line in opinions.results(talk).agreed] == shared
    page = Client().get(f"/en/{world.ours.slug}/conversations/{talk.slug}/results/").content.decode()
    assert "Of these by show of hands: 0 agree, 50 disagree, 0 pass." in page
    assert "by show of hands: 1 agree" not in page
    assert "up to 50 people" in page


def test_hands_are_told_where_few_voted_and_what_these_voted_is_not(world, by, talk):
    on_paper(world, by, talk, 4)
    hands.write_hands(
        by=by, municipality=world.ours, conversation=talk, held_on=timezone.localdate(), place="Vatra",
        counts={1: (9, 12, 1), 2: (1, 2, 0)},
    )  # fmt: skip
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    page = Client().get(f"/en/{world.ours.slug}/conversations/{talk.slug}/results/").content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "Fewer than 5 people have voted" in page
    assert [int(cell.split("<")[0]) for cell in table.split('<td class="num">')[1:]] == [9, 12, 1]
    assert table.count("fewer than 5 votes") == 2
    assert "By show of hands alone" in table


def test_what_is_undecided_is_told_in_the_words_of_its_rule(world, talk):
    there = f"/en/{world.ours.slug}/conversations/{talk.slug}/"
    for act in ["agree"] * 3 + ["disagree"] * 7 + ["pass"]:
        Client().post(there, {"statement": 1, "act": act})
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    page = Client().get(f"{there}results/").content.decode()
    assert "3 of 11 agree, 1 pass, 7 disagree" in page.split("that it may be chance, or most pass.")[1]


def test_the_report_is_tagged_and_tells_the_same(world, by):
    talk = a_talk(world, by, (30, 30))
    hands.write_hands(
        by=by, municipality=world.ours, conversation=talk, held_on=timezone.localdate(), place="Vatra",
        counts={1: (9, 1, 0)},
    )  # fmt: skip
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    answer = Client().get(f"/en/{world.ours.slug}/conversations/{talk.slug}/results.pdf")
    document = pypdfium2.PdfDocument(answer.content)
    assert document.is_tagged()
    words = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    for said in (
        "60 people voted",
        "Where people differ: 2 groups",
        "Group A:",
        "Shows of hands",
        "How it was counted",
    ):
        assert said in words
    assert words.index("What nearly everybody holds") < words.index("Where people differ") < words.index("Who has been")


def test_there_is_no_report_of_a_few(world, by, talk):
    on_paper(world, by, talk, 4)
    services.draw_map(by=BY, municipality=world.ours, conversation=talk)
    assert Client().get(f"/en/{world.ours.slug}/conversations/{talk.slug}/results.pdf").status_code == 404
