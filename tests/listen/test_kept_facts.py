"""What pages keep between two visits: it saves work, and never shows what is no longer so."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from firstdoor.core import audit, facts, settled
from firstdoor.listen.services import cases
from tests.listen.report.conftest import HERE, roskovec  # noqa: F401 the fixture
from tests.listen.test_public import BY, a_case
from tests.world import make_municipality

PAGES = ("", "reports/", "reports/?view=map", "picture/", "promises/")


@pytest.fixture(autouse=True)
def _kept(monkeypatch):
    for one in (facts, settled):
        monkeypatch.setattr(one.values, "most", 50)
        one.values.clear()
    yield
    for one in (facts, settled):
        one.values.clear()


def cost(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/sq/roskovec/{page}").status_code == 200
    return len(queries)


def told(client, page, language="sq"):
    return client.get(f"/{language}/roskovec/{page}").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_second_visit_asks_the_database_less(client, roskovec, page):  # noqa: F811
    a_case(roskovec, lat=HERE[0], lon=HERE[1])
    first = cost(client, page)
    assert cost(client, page) < first
    assert cost(client, page) <= 4


def test_what_is_published_stands_there_at_once_and_what_is_taken_back_is_gone_at_once(client, roskovec):  # noqa: F811
    a_case(roskovec, title="E para")
    assert "E para" in told(client, "reports/")
    case, _voice = a_case(roskovec, title="E dyta")
    assert "E dyta" in told(client, "reports/")
    cases.unpublish(by=BY, municipality=roskovec, case=case)
    page = told(client, "reports/")
    assert "E dyta" not in page
    assert "E para" in page


def test_a_line_says_what_was_changed_in_it_and_marks_another_language(client, roskovec):  # noqa: F811
    case, _voice = a_case(roskovec, title="E para")
    assert 'lang="sq"' in told(client, "reports/", "en")
    type(case).objects.filter(pk=case.pk).update(place="Rruga e Re", phase="doing")
    facts.values.clear()
    assert "Rruga e Re" in told(client, "reports/")
    assert 'class="tag doing"' in told(client, "reports/")


def test_each_language_and_each_filter_has_its_own(client, roskovec):  # noqa: F811
    a_case(roskovec, title="Drita")
    a_case(roskovec, title="Plehrat", theme="clean")
    assert "EN Drita" in told(client, "reports/", "en")
    assert "EN Drita" not in told(client, "reports/")
    assert "Plehrat" not in told(client, "reports/?theme=lighting")
    assert "Plehrat" in told(client, "reports/")
    assert "Drita" not in told(client, "reports/?words=plehrat")


def test_another_municipality_has_its_own(client, roskovec):  # noqa: F811
    a_case(roskovec, title="Drita")
    assert "Drita" in told(client, "reports/")
    make_municipality("Kamëz")
    assert "Drita" not in client.get("/sq/kamez/reports/").content.decode()


def test_what_was_undone_is_not_kept(client, roskovec):  # noqa: F811
    a_case(roskovec, title="E para")
    try:
        with transaction.atomic():
            a_case(roskovec, title="E dyta")
            assert "E dyta" in told(client, "reports/")
            raise RuntimeError
    except RuntimeError:
        pass
    assert "E dyta" not in told(client, "reports/")


def test_the_oldest_makes_room(roskovec, monkeypatch):  # noqa: F811
    monkeypatch.setattr("firstdoor.core.facts.values.most", 2)
    a_case(roskovec)
    kept = facts.Facts(roskovec)
    for name in ("a", "b", "c"):
        assert kept.get(name, make=lambda name=name: name) == name
    assert kept.get("c", make=lambda: "anew") == "c"
    assert kept.get("a", make=lambda: "anew") == "anew"


def test_without_any_record_nothing_is_kept(roskovec):  # noqa: F811
    municipality = make_municipality("Kamëz")
    assert audit.head(municipality) == ""
    assert facts.Facts(municipality).get("a", make=lambda: "once") == "once"
    assert facts.Facts(municipality).get("a", make=lambda: "twice") == "twice"
