"""What a reader of the paper finds on its page: measures, counts, participation, consultation, versions, documents."""

import csv
import io
from datetime import date, timedelta

import pikepdf
import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.ids import uuid7
from firstdoor.decide.models import Asked, Comment, Measure, StatedMeasure
from firstdoor.decide.selectors import paper as questions
from firstdoor.decide.selectors.history import history
from firstdoor.decide.selectors.participation import participation
from firstdoor.decide.services import asked, comments, decisions, paper
from firstdoor.listen.services import file_voice, meetings
from firstdoor.people import selectors as people
from firstdoor.people import services as people_services
from firstdoor.places import services as places
from tests.world import World, a_cycle

BY = system("test")
WORDS = texts.make("sq", "Fjalë.", en="Words.")


@pytest.fixture
def world(db):
    with time_machine.travel("2026-10-05 08:00:00+00:00", tick=False):
        world = World()
        places.load_rules_and_holidays(by=BY, municipality=world.ours, years=[2026, 2027])
        yield world


def put(world, version, key="m1", title="40 llamba", due=date(2027, 9, 30), budget=3_400_000):
    return paper.put_measure(
        by=BY, municipality=world.ours, version=version, key=key, title=texts.make("sq", title), due=due,
        owner=texts.make("sq", "Drejtoria e Shërbimeve"), budget=budget, indicator=texts.make("sq", "Llamba që punojnë"),
    )  # fmt: skip


def write(world, version, text, key="meas1", **more):
    return paper.write_paragraph(
        by=BY,
        municipality=world.ours,
        version=version,
        section="measures",
        key=key,
        text=texts.make("sq", text),
        **more,
    )


@pytest.fixture
def first(world):
    """Version 1, in consultation."""
    cycle = people.current_cycle(world.ours) or a_cycle(world, world.ours)
    version = paper.begin_paper(by=BY, municipality=world.ours, cycle=cycle)
    for section in paper.NEEDED:
        paper.write_paragraph(
            by=BY, municipality=world.ours, version=version, section=section, text=texts.make("sq", "Vëmë 40 llamba."),
            background=texts.make("sq", "Numëruar natën, 118 shtëpi."),
        )  # fmt: skip
    put(world, version)
    paper.open_consultation(by=BY, municipality=world.ours, version=version)
    version.refresh_from_db()
    return version


def say(world, version, words="Deri në mëngjes.", outcome="accepted", show=True):
    comments.comment(
        by=ANYBODY, municipality=world.ours, version=version, paragraph_key="meas1", words=words, language="sq",
        draft_key=uuid7(),
    )  # fmt: skip
    comments.answer_comment(
        by=BY, municipality=world.ours, comment=Comment.objects.of(world.ours).get(answered_at=None), outcome=outcome,
        reason=texts.make("sq", "Shtuam afatin."), show=show,
    )  # fmt: skip


@pytest.fixture
def second(world, first):
    """Version 2, being written after a comment that was accepted."""
    say(world, first)
    with time_machine.travel(first.closes_on + timedelta(days=1), tick=False):
        yield paper.close_consultation(by=BY, municipality=world.ours, version=first)


def proposed(world, version):
    paper.propose(by=world.actor("mayor"), municipality=world.ours, version=version)
    version.refresh_from_db()
    return version


def adopted(world, version):
    decisions.enter_decision(
        by=world.actor("council_secretary"), municipality=world.ours, version=proposed(world, version), number="41",
        day=timezone.localdate(), votes=decisions.Votes(17, 2, 1), adopted=True,
    )  # fmt: skip
    version.refresh_from_db()
    return version


def page(world, client, name="paper", *args, language="sq"):
    with_language = reverse(name, args=[world.ours.slug, *args]).replace("/en/", f"/{language}/", 1)
    answer = client.get(with_language)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_measure_stands_with_owner_date_budget_and_indicator(world, first, client):
    html = page(world, client)
    for words in (
        "40 llamba",
        "Drejtoria e Shërbimeve",
        "30 shtator 2027",
        "3\u00a0400\u00a0000\u00a0lekë",
        "Llamba që punojnë",
    ):
        assert words in html
    assert "How it stands" not in page(world, client, language="en")


def test_an_adopted_measure_says_how_it_stands(world, second, client):
    adopted(world, second)
    html = page(world, client, language="en")
    assert "How it stands" in html
    assert "Under way" in html
    with time_machine.travel("2027-10-05 08:00:00+00:00", tick=False):
        assert "Late" in page(world, client, language="en")


def test_what_a_later_draft_promises_is_not_in_the_version_before(world, second, client):
    put(world, second, title="Vetëm 3 llamba")
    put(world, second, key="m2", title="Kamera")
    html = page(world, client)
    assert "40 llamba" in html
    assert "Vetëm 3 llamba" not in html
    assert "Kamera" not in html
    proposed(world, second)
    assert 'id="m-m2"' in page(world, client)
    assert 'id="m-m2"' not in page(world, client, "paper_version", 1)


def test_the_database_keeps_adopted_measures_and_what_was_asked(world, second):
    row = asked.put_asked(
        by=BY, municipality=world.ours, version=questions.consulted_version(second.paper), question=WORDS, said=WORDS,
        did=WORDS,
    )  # fmt: skip
    adopted(world, second)
    attempts = [
        lambda: Measure.objects.of(world.ours).update(budget=1),
        lambda: Measure.objects.of(world.ours).update(dropped_at=timezone.now()),
        lambda: StatedMeasure.objects.of(world.ours).filter(version=second).update(budget=1),
        lambda: StatedMeasure.objects.of(world.ours).filter(version=second).delete(),
        lambda: Asked.objects.of(world.ours).filter(pk=row.pk).delete(),
        lambda: Measure.objects.create(
            municipality=world.ours, paper=second.paper, key="x", title=WORDS, owner=WORDS, due=date(2027, 1, 1), budget=1,
            indicator=WORDS,
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_figures_stand_under_their_paragraph(world, first, client):
    assert "Numëruar natën, 118 shtëpi." in page(world, client)


def test_figures_stay_when_only_the_text_changes(world, second):
    assert write(world, second, "Ndryshe.").background["sq"] == "Numëruar natën, 118 shtëpi."
    assert write(world, second, "Ndryshe.", background={}).background == {}


def test_versions_tell_what_changed(world, second):
    write(world, second, "Vëmë 40 llamba dhe i riparojmë.")
    for section in ("analysis", "monitoring"):
        text = texts.make("sq", f"E re te {section}.")
        paper.write_paragraph(by=BY, municipality=world.ours, version=second, section=section, text=text)
    paper.remove_paragraph(by=BY, municipality=world.ours, version=second, key="anal1")
    put(world, second, budget=5_000_000)
    put(world, second, key="m2", title="Kamera")
    proposed(world, second)
    newest, oldest = history(second.paper)
    assert [(one.number, one.comments) for one in newest.changed] == [("4.1", 1)]
    assert [one.number for one in newest.new] == ["2.1", "6.1"]
    assert [one.number for one in newest.gone] == ["2.1"]
    assert [one["sq"] for one in newest.measures_new] == ["Kamera"]
    assert [one["sq"] for one in newest.measures_changed] == ["40 llamba"]
    assert not oldest.anything


def test_a_draft_is_in_no_list_of_versions(world, second, client):
    assert [step.version.number for step in history(second.paper)] == [1]
    assert client.get(reverse("paper_version", args=[world.ours.slug, 2])).status_code == 404
    assert client.get(reverse("paper_version", args=[world.ours.slug, 9])).status_code == 404


def test_after_the_last_day_both_pages_say_when_it_ended(world, first, second, client):
    ended = f"The consultation ended on {date_format(first.closes_on)}."
    one = reverse("paper_comment", args=[world.ours.slug, "meas1"]).replace("/sq/", "/en/")
    assert ended in page(world, client, language="en")
    assert ended in client.get(one).content.decode()
    proposed(world, second)
    assert ended in page(world, client, language="en")
    assert ended in client.get(one).content.decode()


def test_an_earlier_version_says_so(world, second, client):
    adopted(world, second)
    assert "This is an earlier version." in page(world, client, "paper_version", 1, language="en")
    assert "This is an earlier version." not in page(world, client, language="en")


def test_a_new_draft_takes_the_adopted_paper_off_no_page(world, second, client):
    adopted(world, second)
    people_services.end_cycle(by=BY, municipality=world.ours)
    cycle = people_services.start_cycle(
        by=BY, municipality=world.ours, name=texts.make("sq", "Cikli i dytë"), starts=timezone.localdate()
    )
    draft = paper.begin_paper(by=BY, municipality=world.ours, cycle=cycle)
    assert "Decision no. 41" in page(world, client, language="en")
    for section in paper.NEEDED:
        paper.write_paragraph(by=BY, municipality=world.ours, version=draft, section=section, text=WORDS)
    put(world, draft)
    paper.open_consultation(by=BY, municipality=world.ours, version=draft)
    html = page(world, client, language="en")
    earlier = reverse("paper_earlier", args=[world.ours.slug, second.pk])
    assert "Waits for your comment" in html
    assert earlier.replace("/sq/", "/en/") in html
    assert "This is the paper of an earlier cycle." in page(world, client, "paper_earlier", second.pk, language="en")
    assert client.get(reverse("paper_earlier_pdf", args=[world.ours.slug, second.pk])).status_code == 200


def test_the_consultation_names_days_law_and_whom_to_ask(world, first, client):
    places.change_contact_data(
        by=BY, municipality=world.ours, values={"coordinator": texts.make("sq", "Drejtoria Juridike, zyra 4")}
    )
    html = page(world, client, language="en")
    for words in (
        "from 5 October 2026 to 2 November 2026",
        "146/2014",
        "20 working days",
        "Drejtoria Juridike, zyra 4",
    ):
        assert words in html
    assert "complain to the chair of the municipal council" in html


def test_nobody_is_sent_to_complain_about_an_adopted_paper(world, second, client):
    adopted(world, second)
    assert "complain to the chair" not in page(world, client, language="en")


def test_more_time_is_said(world, first, client):
    with time_machine.travel("2026-10-12 08:00:00+00:00", tick=False):
        paper.extend_consultation(by=BY, municipality=world.ours, version=first)
        assert "On 12 October 2026 people were given more time." in page(world, client, language="en")


def test_participation_is_counted_up_to_the_consultation(world, second):
    with time_machine.travel("2026-09-01 08:00:00+00:00", tick=False):
        for n, channel in enumerate(["web", "web", "paper"]):
            file_voice(
                by=ANYBODY, municipality=world.ours, words=f"Errësirë {n}", language="sq", heard_at=timezone.now(),
                draft_key=uuid7(), channel=channel,
            )  # fmt: skip
        meeting = meetings.plan_meeting(
            by=BY, municipality=world.ours, title=WORDS, place="Shkolla", starts_at=timezone.now() - timedelta(hours=1)
        )
        meetings.count_heads(by=BY, municipality=world.ours, meeting=meeting, counts={("all", ""): 41})
        meetings.write_down(
            by=BY, municipality=world.ours, meeting=meeting, version=meeting.version, part="minutes", words=WORDS
        )
        meetings.publish_minutes(by=BY, municipality=world.ours, meeting=meeting)
    report = participation(second.paper)
    assert report.public + (report.others or 0) in {0, 3}
    assert [(one.people, one.inputs) for one in report.meetings] == [(41, 0)]
    assert report.comments == {"received": 1, "accepted": 1, "refused": 0, "hidden": 0}
    file_voice(
        by=ANYBODY, municipality=world.ours, words="Pas", language="sq", heard_at=timezone.now(), draft_key=uuid7()
    )
    assert participation(second.paper).channels == report.channels


def test_we_asked_leads_to_the_paragraph_that_changed(world, second, client):
    asked.put_asked(
        by=BY, municipality=world.ours, version=questions.consulted_version(second.paper), paragraph_key="meas1",
        question=texts.make("sq", "Deri kur?"), said=texts.make("sq", "Deri në mëngjes."), did=texts.make("sq", "Gjithë natën."),
    )  # fmt: skip
    proposed(world, second)
    html = page(world, client)
    assert "Deri kur?" in html
    assert '<a href="#p-meas1">Paragrafi 4.1</a>' in html


def test_comments_are_a_table_and_a_csv_that_runs_nothing(world, first, client):
    say(world, first, words="=HYPERLINK(1) <b>po</b>", outcome="refused")
    say(world, first, words="Beni i xhaxhait e prishi", show=False)
    html = page(world, client, "paper_comments", language="en")
    assert "=HYPERLINK(1) &lt;b&gt;po&lt;/b&gt;" in html
    assert "Beni" not in html
    assert "1 is not shown" in html
    answer = client.get(reverse("paper_comments_csv", args=[world.ours.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["paragraph"], row["comment"], row["outcome"]) for row in rows] == [
        ("4.1", "'=HYPERLINK(1) <b>po</b>", "refused")
    ]


def words_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as found, found.open_metadata() as metadata:
        assert str(metadata.get("pdfuaid:part")) == "1"
        assert "/StructTreeRoot" in found.Root
        return str(metadata.get("dc:title"))


def test_documents_can_be_read_aloud(world, second, client):
    proposed(world, second)
    client.force_login(world.people["council_secretary"])
    for name, title in (
        ("paper_notice", "Local Safety and Security Policy Paper"),
        ("paper_comments_pdf", "Comments and answers"),
        ("desk_draft_decision", "On the adoption of “Local Safety and Security Policy Paper”"),
    ):
        answer = client.get(reverse(name, args=[world.ours.slug]))
        assert answer["Content-Type"] == "application/pdf"
        assert words_of(answer.content) == title


def test_a_draft_decision_waits_for_the_mayor(world, second, client):
    client.force_login(world.people["council_secretary"])
    assert client.get(reverse("desk_draft_decision", args=[world.ours.slug])).status_code == 404


def test_the_desk_writes_changes_and_removes_a_line(world, second, client):
    client.force_login(world.people["municipal_focal_point"])
    new = reverse("desk_asked_new", args=[world.ours.slug])
    form = {"question_sq": "Deri kur?", "said_sq": "Deri në mëngjes.", "did_sq": "", "paragraph_key": "meas1"}
    refused = client.post(new, form)
    assert refused.status_code == 422
    assert "Deri në mëngjes." in refused.content.decode()
    assert client.post(new, form | {"did_sq": "Gjithë natën."}).status_code == 302
    row = Asked.objects.of(world.ours).get()
    one = reverse("desk_asked", args=[world.ours.slug, row.pk])
    client.post(one, form | {"did_sq": "Deri në orën 1.00."})
    row.refresh_from_db()
    assert row.did["sq"] == "Deri në orën 1.00."
    asked_first = client.post(one, {"remove": "1"})
    assert 'name="sure"' in asked_first.content.decode()
    assert Asked.objects.of(world.ours).exists()
    client.post(one, {"remove": "1", "sure": "1"})
    assert not Asked.objects.of(world.ours).exists()


def test_the_second_editor_of_a_paragraph_can_save_after_looking(world, second, client):
    client.force_login(world.people["action_group"])
    address = reverse("desk_paragraph", args=[world.ours.slug, "meas1"])
    form = {
        "text_sq": "Së dyti.",
        "section": "measures",
        "edited": client.get(address).context["form"]["edited"].value(),
    }
    write(world, second, "Së pari.")
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Së pari." in refused.content.decode()
    now = refused.context["form"]["edited"].value()
    assert client.post(address, form | {"edited": now}).status_code == 302
    assert {row.text["sq"] for row in questions.paragraphs(second) if row.key == "meas1"} == {"Së dyti."}
