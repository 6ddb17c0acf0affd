"""Pressed twice at the very same moment, in two processes of the server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from firstdoor.listen.models import Case, Voice
from tests.listen.report.conftest import Resident


def sent_by(visitors: list[Resident]) -> list[str]:
    """All press "Send" together; where each is led."""
    barrier = Barrier(len(visitors))

    def press(visitor: Resident) -> str:
        try:
            barrier.wait(timeout=20)
            page = visitor.send(theme="lighting")
            assert page.status_code == 302, page.content.decode()
            return visitor.get("check/")["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(visitors)) as pool:
        return list(pool.map(press, visitors))


@pytest.mark.django_db(transaction=True)
def test_one_draft_sent_twice_at_once_is_one_report_with_one_code(resident, roskovec):
    resident.walk()
    same = []
    for _n in range(3):
        client = Client()
        client.cookies["draft-en"] = resident.client.cookies["draft-en"].value
        same.append(Resident(client=client))
    codes = sent_by(same)
    assert len(set(codes)) == 1
    assert Voice.objects.of(roskovec).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_get_two_numbers_and_two_codes(resident, roskovec):
    people = [Resident(), Resident(), Resident()]
    for person in people:
        person.walk()
    codes = sent_by(people)
    assert len(set(codes)) == 3
    assert sorted(Case.objects.of(roskovec).values_list("number", flat=True)) == [1, 2, 3]
