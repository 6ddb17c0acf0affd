"""Two at one form of the paper or the choice: the second is told, sees what stands there, loses nothing and can save then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from firstdoor.core import texts
from firstdoor.decide.models import Asked, Candidate, Choice, Measure, Paragraph, Version
from firstdoor.decide.services import paper, priorities
from firstdoor.listen.models import Theme
from tests.decide.test_paper import BY
from tests.world import World, a_cycle

DUE = timezone.localdate() + timedelta(days=200)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def draft(world):
    return paper.begin_paper(by=BY, municipality=world.ours, cycle=a_cycle(world, world.ours))


@pytest.fixture
def desk(world, client):
    client.force_login(world.people["action_group"])
    return client


def seen(desk, address):
    return desk.get(address).context["form"]["edited"].value()


def told_and_saved(desk, address, first, second):
    """Both open the form; the first saves, the second is told beside what the first wrote, and saves after that."""
    mark = seen(desk, address)
    assert desk.post(address, first | {"edited": mark}).status_code == 302
    refused = desk.post(address, second | {"edited": mark})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert page.index("What stands there now") < page.index('<form class="form"')
    assert all(value in page for value in [next(iter(first.values())), next(iter(second.values()))])
    now = refused.context["form"]["edited"].value()
    assert desk.post(address, second | {"edited": now}).status_code == 302


MEASURE = {
    "title_sq": "Dhjetë llamba",
    "owner_sq": "Drejtoria",
    "indicator_sq": "Llamba",
    "budget": "5",
    "due": str(DUE),
}


def test_of_a_measure(world, draft, desk):
    new = reverse("desk_measure_new", args=[world.ours.slug])
    for _twice in range(2):
        assert desk.post(new, MEASURE).status_code == 302
    measure = Measure.objects.of(world.ours).get()  # sent twice it is one
    address = reverse("desk_measure", args=[world.ours.slug, measure.key]).replace("/sq/", "/en/")
    told_and_saved(desk, address, MEASURE | {"title_sq": "Njëmbëdhjetë"}, MEASURE | {"title_sq": "Dymbëdhjetë"})
    assert Measure.objects.of(world.ours).get().title["sq"] == "Dymbëdhjetë"


def test_of_a_paragraph_and_not_of_two(world, draft, desk):
    new = reverse("desk_paragraph_new", args=[world.ours.slug])
    for section in ("vision", "vision", "analysis"):
        assert desk.post(new, {"section": section, "text_sq": f"Fjalë {section}."}).status_code == 302
    assert Paragraph.objects.of(world.ours).count() == 2
    address = reverse("desk_paragraph", args=[world.ours.slug, "visi1"]).replace("/sq/", "/en/")
    mark = seen(desk, address)
    other = reverse("desk_paragraph", args=[world.ours.slug, "anal1"])
    assert desk.post(other, {"text_sq": "Analiza.", "edited": seen(desk, other)}).status_code == 302
    assert desk.post(address, {"text_sq": "Vizioni.", "edited": mark}).status_code == 302
    told_and_saved(desk, address, {"text_sq": "Së pari."}, {"text_sq": "Së dyti."})


def test_of_a_line_of_what_was_asked(world, draft, desk):
    Version.objects.of(world.ours).filter(pk=draft.pk).update(
        state=Version.State.CONSULTATION, opened_at=timezone.now(), closes_on=DUE
    )
    line = {"question_sq": "Sa gjatë?", "said_sq": "Deri në mëngjes.", "did_sq": "Gjithë natën."}
    desk.post(reverse("desk_asked_new", args=[world.ours.slug]), line)
    address = reverse("desk_asked", args=[world.ours.slug, Asked.objects.of(world.ours).get().pk])
    address = address.replace("/sq/", "/en/")
    told_and_saved(desk, address, line | {"question_sq": "Së pari?"}, line | {"question_sq": "Së dyti?"})
    assert Asked.objects.of(world.ours).get().question["sq"] == "Së dyti?"


@pytest.fixture
def themes(world, draft):
    for code in ("lighting", "streets", "clean"):
        Theme.objects.create(municipality=world.ours, code=code, level="public", name=texts.make("sq", code))
    return priorities.begin_choice(by=BY, municipality=world.ours, cycle=draft.paper.cycle)


def test_of_a_candidate_and_of_one_theme(world, themes, desk):
    new = reverse("desk_candidate_new", args=[world.ours.slug]).replace("/sq/", "/en/") + "?theme=lighting"
    words = {"theme": "lighting", "title_sq": "Drita te shkolla", "case_for_sq": "Folën shumë."}
    for _twice in range(2):
        assert desk.post(new, words).status_code == 302
    candidate = Candidate.objects.of(world.ours).get()
    address = reverse("desk_candidate", args=[world.ours.slug, candidate.pk]).replace("/sq/", "/en/")
    told_and_saved(desk, address, words | {"title_sq": "Së pari"}, words | {"title_sq": "Së dyti"})
    another = {**words, "title_sq": "Edhe unë për dritat"}
    refused = desk.post(new, another)
    assert refused.status_code == 422
    assert "Së dyti" in refused.content.decode()
    candidate.refresh_from_db()
    assert candidate.title["sq"] == "Së dyti"
    now = refused.context["form"]["edited"].value()
    assert desk.post(new, another | {"edited": now}).status_code == 302
    candidate.refresh_from_db()
    assert candidate.title["sq"] == "Edhe unë për dritat"


def test_of_a_reason(world, themes, desk):
    candidate = priorities.put_up(
        by=BY, municipality=world.ours, choice=themes, theme=Theme.objects.of(world.ours).get(code="clean"),
        title=texts.make("sq", "Pastrimi"), case_for=texts.make("sq", "Folën."),
    )  # fmt: skip
    Choice.objects.of(world.ours).update(state=Choice.State.REASONS)
    address = reverse("desk_candidate_reason", args=[world.ours.slug, candidate.pk]).replace("/sq/", "/en/")
    told_and_saved(desk, address, {"reason_sq": "Arsyeja e parë."}, {"reason_sq": "Arsyeja e dytë."})
    candidate.refresh_from_db()
    assert candidate.reason["sq"] == "Arsyeja e dytë."


def test_a_measure_is_not_promised_for_a_day_that_has_passed(world, draft, desk):
    new = reverse("desk_measure_new", args=[world.ours.slug]).replace("/sq/", "/en/")
    refused = desk.post(new, MEASURE | {"due": str(timezone.localdate() - timedelta(days=1))})
    assert refused.status_code == 422
    assert "This date has passed." in refused.content.decode()
    desk.post(new, MEASURE)
    measure = Measure.objects.of(world.ours).get()
    Measure.objects.of(world.ours).update(due=timezone.localdate() - timedelta(days=3))
    address = reverse("desk_measure", args=[world.ours.slug, measure.key])
    late = MEASURE | {
        "due": str(timezone.localdate() - timedelta(days=3)),
        "title_sq": "Pesë",
        "edited": seen(desk, address),
    }
    assert desk.post(address, late).status_code == 302


def test_once_it_left_the_desk_no_form_asks_and_what_was_typed_is_kept(world, draft, desk):
    desk.post(reverse("desk_measure_new", args=[world.ours.slug]), MEASURE)
    desk.post(reverse("desk_paragraph_new", args=[world.ours.slug]), {"section": "vision", "text_sq": "Vizioni."})
    Version.objects.of(world.ours).filter(pk=draft.pk).update(
        state=Version.State.CONSULTATION, opened_at=timezone.now(), closes_on=DUE
    )
    here = world.ours.slug
    for name, args in (
        ("desk_measure_new", []), ("desk_paragraph_new", []), ("desk_measure", ["m1"]), ("desk_paragraph", ["visi1"]),
    ):  # fmt: skip
        asked = desk.get(reverse(name, args=[here, *args]))
        assert (asked.status_code, asked["Location"]) == (302, reverse("desk_paper", args=[here]))
    late = desk.post(
        reverse("desk_paragraph", args=[here, "visi1"]).replace("/sq/", "/en/"), {"text_sq": "Tepër vonë."}
    )
    assert late.status_code == 422
    assert "no longer a draft" in late.content.decode()
    assert "Tepër vonë." in late.content.decode()
