"""A case's page says what is so, and offers what can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from firstdoor.core import outbox
from firstdoor.core.texts import make
from firstdoor.listen.models import Case, Delivery
from firstdoor.listen.services import ContactGiven, cases
from firstdoor.listen.views.desk.ledger import PAGE
from tests.listen.desk.conftest import Desk, moment, voice_of
from tests.listen.desk.test_pages import text


def test_what_no_letter_could_bring_goes_to_a_focal_point_and_is_said_at_the_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.case(contact=ContactGiven("email", "ana@example.al"), wants_answer="email")
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "On Monday it is mended"))

    def refuse(_self: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    now = timezone.now()
    for _ in range(outbox.TRIES):
        outbox.send_waiting(now=now)
        now += timedelta(days=30)
    states = dict(Delivery.objects.of(desk.here).values_list("route", "state"))
    assert (states["email"], states["person"]) == ("failed", "waiting")
    ledger = text(desk.client("action_group").get(desk.address("answers/")))
    assert "On Monday it is mended" in ledger.split("Has not arrived")[1].split("Answers given")[0]
    assert "ana@example.al" not in ledger


def test_an_answer_is_offered_only_where_somebody_gets_it(desk: Desk) -> None:
    imported = Case.objects.create(
        municipality=desk.here, number=9000, theme=desk.themes["light"], level="public", source="old", foreign_id="1",
        opened_at=moment(3), published_at=moment(3), title=make("en", "Lamp"), phase="ended", ending="solved",
        ended_at=moment(1),
    )  # fmt: skip
    client = desk.client("action_group")
    keys = {
        case.number: {key for key, _words in client.get(desk.address(f"voices/{case.number}/")).context["keys"]}
        for case in (imported, desk.case())
    }
    told = "It comes from another system"
    assert [told in text(client.get(desk.address(f"voices/{number}/"))) for number in keys] == [True, False]
    assert ["A" in found for found in keys.values()] == [False, True]


def test_imported_cases_of_one_name_are_told_apart_by_their_street(desk: Desk) -> None:
    row = {
        "municipality": desk.here, "theme": desk.themes["light"], "level": "public", "source": "old", "phase": "received",
        "opened_at": moment(3), "title": make("en", "Graffiti"), "unit": desk.here_unit,
    }  # fmt: skip
    for n, place in enumerate(["South St", "North St", ""]):
        Case.objects.create(**row, number=9000 + n, foreign_id=str(n), place=place)
    page = text(desk.client("action_group").get(desk.address("voices/?show=imported")))
    assert [page.count(f"Graffiti {where} ,") for where in ("South St", "North St", "Roskovec")] == [1, 1, 1]


def test_the_page_says_of_a_photo_only_what_is_so_now(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    client, photo = desk.client("action_group"), voice_of(case).photos.get()
    address = desk.address(f"voices/{case.number}/photos/{photo.pk}/")
    told = text(client.post(address, {"act": "publish", "alt": "A lamp"}, follow=True))
    assert "Everybody can see the photo once the case is published." in told
    assert "Everybody sees this photo once the case is published." in told
    cases.name(by=desk.staff, municipality=desk.here, case=case, title=make("en", "Lamp out"))
    cases.publish(by=desk.staff, municipality=desk.here, case=case)
    assert "Everybody sees this photo." in text(client.get(desk.address(f"voices/{case.number}/")))


def test_a_reason_is_not_called_optional_where_an_ending_needs_it(desk: Desk) -> None:
    page = text(desk.client("action_group").get(desk.address(f"voices/{desk.case().number}/end/")))
    assert "Why, in words for those who spoke (Albanian) It goes" in page
    assert "Why, in words for those who spoke (English) (optional)" in page


def test_the_ledger_goes_back_to_the_first_answer(desk: Desk) -> None:
    client, case = desk.client("action_group"), desk.case()
    for n in range(PAGE + 1):
        cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", f"Answer number {n}."))
    newest, oldest = (text(client.get(desk.address(f"answers/?page={page}"))) for page in (1, 2))
    assert (f"Answer number {PAGE}." in newest, "Answer number 0." in newest, "Older" in newest) == (True, False, True)
    assert ("Answer number 0." in oldest, "Older" in oldest, "Has not arrived" in oldest) == (True, False, False)


@pytest.mark.parametrize("wanted", ["0", "\u00b2", "-1", "x", "9" * 30])
@pytest.mark.parametrize("page", ["voices/", "answers/"])
def test_a_page_that_is_no_number_is_the_first(desk: Desk, page: str, wanted: str) -> None:
    desk.case("The lamp is out")
    answer = desk.client("action_group").get(desk.address(page), {"page": wanted})
    assert (answer.status_code, 'rel="prev"' in answer.content.decode()) == (200, False)
