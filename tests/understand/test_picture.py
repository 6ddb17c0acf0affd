"""The picture counts what everybody may read, and nothing else; at the same cost however much there is."""

from __future__ import annotations

import html
import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from firstdoor.listen.models import Case
from firstdoor.listen.services import cases
from firstdoor.places import selectors as places
from firstdoor.understand import selectors
from tests.listen.report.conftest import roskovec  # noqa: F401 the fixture
from tests.listen.test_public import BY, a_case


def test_only_public_reports_are_counted(client, roskovec):  # noqa: F811
    a_case(roskovec, theme="lighting")
    a_case(roskovec, theme="lighting")
    a_case(roskovec, theme="clean", shown=False)
    assert [n for _name, n in selectors.public_counts(roskovec).by_theme] == [2]
    page = client.get("/en/roskovec/picture/").content.decode()
    assert "<b>2 reports</b> are public." in page
    assert "Cleanliness" not in page


def test_each_number_leads_to_a_list_of_as_many(client, roskovec):  # noqa: F811
    unit = places.units(roskovec)[0]
    for theme in ("lighting", "lighting", "clean"):
        a_case(roskovec, theme=theme)
    joined, _voice = a_case(roskovec, theme="lighting")
    kept = Case.objects.exclude(pk=joined.pk).filter(theme=joined.theme)[0]
    cases.join(by=BY, municipality=roskovec, case=joined, other=kept)
    Case.objects.filter(theme=joined.theme).update(unit=unit)
    page = client.get("/en/roskovec/picture/").content.decode()
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">[^<]+</a></th><td><span class="v num">(\d+)</span>', page)
    assert sorted(n for _to, n in rows) == ["1", "2", "2"]
    for to, n in rows:
        assert client.get(html.unescape(to)).context["page"].total == int(n)
    assert "<b>3 reports</b> are public." in page
    assert client.get("/en/roskovec/reports/").context["page"].total == 3


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
