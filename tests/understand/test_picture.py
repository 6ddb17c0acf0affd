"""The picture counts what everybody may read, and nothing else; at the same cost however much there is."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstdoor.understand import selectors
from tests.listen.report.conftest import roskovec  # noqa: F401 the fixture
from tests.listen.test_public import a_case


def test_only_public_reports_are_counted(client, roskovec):  # noqa: F811
    a_case(roskovec, theme="lighting")
    a_case(roskovec, theme="lighting")
    a_case(roskovec, theme="clean", shown=False)
    assert [n for _name, n in selectors.public_counts(roskovec).by_theme] == [2]
    page = client.get("/en/roskovec/picture/").content.decode()
    assert "<b>2 reports</b> are public." in page
    assert "Cleanliness" not in page


def test_with_nothing_reported_the_page_asks_for_the_first_report(client, roskovec):  # noqa: F811
    page = client.get("/sq/roskovec/picture/")
    assert page.status_code == 200
    assert "/sq/roskovec/report/" in page.content.decode()


def test_the_door_leads_to_it(client, roskovec):  # noqa: F811
    assert '/sq/roskovec/picture/"' in client.get("/sq/roskovec/").content.decode()


def test_more_reports_cost_no_more_queries(client, roskovec):  # noqa: F811
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/sq/roskovec/picture/")
        return len(seen)

    a_case(roskovec)
    queries()
    before = queries()
    for _n in range(5):
        a_case(roskovec, theme="clean")
    assert queries() == before
