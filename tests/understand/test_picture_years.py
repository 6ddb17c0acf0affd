"""The picture's door: exact counts of what everybody can read, with sentences that say what the tables show, and year by year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.listen import selectors as listen
from firstdoor.listen import services as listen_services
from firstdoor.listen.models import Case
from firstdoor.places import grid
from firstdoor.places.models import Unit
from firstdoor.understand import selectors
from tests.world import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    municipality = make_municipality("Roskovec")
    listen_services.load_themes(by=system("test"), municipality=municipality)
    return municipality


def reports(town, *, n=1, at=datetime(2025, 3, 5, tzinfo=UTC), theme="lighting.out", **values):
    """So many public cases, with a place in the only unit."""
    highest = Case.objects.count()
    given = {
        "level": "public", "published_at": at, "lat": 40.7, "lon": 19.7, "cell10": grid.cell_at(40.7, 19.7),
        "unit": Unit.objects.of(town).get(), "title": texts.make("sq", "x"), **values,
    }  # fmt: skip
    kind = listen.theme_by_code(town, theme)
    Case.objects.bulk_create(
        Case(municipality=town, number=highest + one + 1, theme=kind, opened_at=at, **given) for one in range(n)
    )


def page(client, address="/en/roskovec/picture/"):
    return client.get(address).content.decode()


def test_sentences_say_what_the_tables_show(client, town):
    reports(town, n=3)
    reports(town, n=1200, theme="streets", at=datetime(2025, 4, 5, tzinfo=UTC))
    shown = page(client)
    assert "<b>1,203 reports</b> are public." in shown
    assert "Roads, crossings and pavements: 1,200 of 1,203 reports." in shown
    assert "Most reports came in April 2025: 1,200." in shown
    assert 'class="hex"' in shown
    assert "Not a boundary" in shown
    assert "1\N{NO-BREAK SPACE}203 raportime" in page(client, "/sq/roskovec/picture/")


def test_a_month_is_the_town_s_own(town):
    reports(town, at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight there
    reports(town, at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC))
    months = [(month.isoformat(), n) for month, n in selectors.public_counts(town).by_month]
    assert months == [("2025-01-01", 1), ("2025-12-01", 1)]
    assert selectors.public_years(town) == [2025]


def test_a_period_may_begin_and_end_within_a_month(town):
    for day in (1, 14, 15, 31):
        reports(town, at=datetime(2025, 3, day, 11, tzinfo=UTC))
    reports(town, at=datetime(2025, 5, 2, tzinfo=UTC))

    def counted(first, last):
        found = selectors.public_counts(town, since=first, until=last)
        assert found.total == sum(n for _month, n in found.by_month)
        return [(month.isoformat(), n) for month, n in found.by_month]

    middle = datetime(2025, 3, 15, tzinfo=UTC)
    assert counted(None, middle) == [("2025-03-01", 2)]
    assert counted(middle, None) == [("2025-03-01", 2), ("2025-05-01", 1)]
    assert counted(middle, datetime(2025, 5, 2, tzinfo=UTC)) == [("2025-03-01", 2)]
    assert counted(datetime(2026, 1, 1, tzinfo=UTC), None) == []
    assert counted(None, datetime(2024, 1, 1, tzinfo=UTC)) == []


def test_years_are_linked_and_counted_apart(client, town):
    reports(town, n=2, at=datetime(2024, 5, 1, tzinfo=UTC))
    reports(town)
    assert 'href="?year=2024"' in page(client)
    assert "<b>2 reports</b> are public." in page(client, "/en/roskovec/picture/?year=2024")


@pytest.mark.parametrize("year", ["2023", "x", "20245", "-1", "２０２５"])
def test_a_year_without_reports_is_not_there(client, town, year):
    reports(town)
    assert client.get("/en/roskovec/picture/", {"year": year}).status_code == 404
