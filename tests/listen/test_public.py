"""What everybody may read: only what was published, and at the same cost however much there is."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from firstdoor.core import photos, texts
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.listen import selectors, services
from firstdoor.listen.models import Case, Photo, Voice
from firstdoor.listen.selectors import public
from firstdoor.listen.services import cases, file_voice
from firstdoor.listen.services import photos as case_photos
from tests.listen.report.conftest import HERE, Resident, picture, roskovec  # noqa: F401 the fixture
from tests.world import grant, make_municipality, make_person

BY = system("test")


def a_case(municipality, *, title="Rruga pa dritë", theme="lighting", shown=True, words="Fjalët e mia", **voice):
    """A report about a theme, published with its words."""
    filed = file_voice(
        by=BY, municipality=municipality, words=words, language="sq", heard_at=timezone.now(), draft_key=uuid7(),
        theme=selectors.theme_by_code(municipality, theme), **voice,
    )  # fmt: skip
    cases.name(
        by=BY, municipality=municipality, case=filed.case, title=texts.make("sq", title, en=f"EN {title}"),
        public_text=texts.make("sq", "Një njeri na tregoi."),
    )  # fmt: skip
    if shown:
        cases.publish(by=BY, municipality=municipality, case=filed.case, voices=[filed.voice.pk])
    return Case.objects.get(pk=filed.case.pk), filed.voice


def test_only_what_was_published_is_listed(client, roskovec):  # noqa: F811
    a_case(roskovec, title="Shihet")
    a_case(roskovec, title="Fshehur", shown=False)
    page = client.get("/sq/roskovec/reports/").content.decode()
    assert "Shihet" in page
    assert "Fshehur" not in page


def test_what_is_unpublished_again_is_gone_everywhere(client, roskovec):  # noqa: F811
    case, _voice = a_case(roskovec, title="Shihet")
    assert client.get(f"/sq/roskovec/reports/{case.number}/").status_code == 200
    cases.unpublish(by=BY, municipality=roskovec, case=case)
    assert client.get(f"/sq/roskovec/reports/{case.number}/").status_code == 404
    assert "Shihet" not in client.get("/sq/roskovec/reports/").content.decode()
    assert Case.objects.get(pk=case.pk).search == ""


def test_a_translation_stands_beside_words_in_another_language_only(client, roskovec):  # noqa: F811
    case, voice = a_case(roskovec, words="Rruga pa dritë")
    cases.translate_voice(
        by=BY,
        municipality=roskovec,
        case=case,
        voice=voice.pk,
        translations={"en": "A street without light", "_": "sq"},
    )
    english = client.get(f"/en/roskovec/reports/{case.number}/").content.decode()
    assert "Our translation: A street without light" in english
    assert '<blockquote class="said" lang="sq">Rruga pa dritë' in english
    albanian = client.get(f"/sq/roskovec/reports/{case.number}/").content.decode()
    assert "A street without light" not in albanian
    assert "Përkthimi ynë" not in albanian


def test_a_report_shows_text_words_answers_and_where_it_stands(client, roskovec):  # noqa: F811
    case, voice = a_case(roskovec, words="<script>alert(1)</script> te ura", place="Te ura")
    case = Case.objects.get(pk=case.pk)
    cases.answer(by=BY, municipality=roskovec, case=case, text=texts.make("sq", "E rregullojmë."))
    page = client.get(f"/en/roskovec/reports/{case.number}/").content.decode()
    assert "EN Rruga pa dritë" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; te ura" in page
    assert '<blockquote class="said" lang="sq">' in page
    assert "E rregullojmë." in page
    assert "Looked at" in page
    Voice.objects.filter(pk=voice.pk).update(published_at=None)
    assert "te ura</blockquote>" not in client.get(f"/en/roskovec/reports/{case.number}/").content.decode()


@pytest.mark.parametrize("address", ["reports/999/", "reports/0/", "reports/99999999999999999999/", "reports/?page=2"])
def test_what_is_not_there_is_404(client, roskovec, address):  # noqa: F811
    a_case(roskovec)
    assert client.get(f"/en/roskovec/{address}").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "9999999999"])
def test_a_page_number_that_is_none_is_404(client, roskovec, page):  # noqa: F811
    assert client.get("/en/roskovec/reports/", {"page": page}).status_code == 404


def test_another_municipalitys_report_is_404_here(client, roskovec):  # noqa: F811
    other = make_municipality("Kamëz")
    services.load_themes(by=BY, municipality=other)
    case, _voice = a_case(other)
    assert client.get(f"/en/kamez/reports/{case.number}/").status_code == 200
    assert client.get(f"/en/roskovec/reports/{case.number}/").status_code == 404


def test_filters_narrow_the_list_and_forgive_marks(client, roskovec):  # noqa: F811
    a_case(roskovec, title="Ndriçimi te shkolla", place="Rruga Çlirimi")
    a_case(roskovec, title="Plehra te pazari", theme="clean.waste")
    for query, found, missing in (
        ({"words": "ndricimi SHKOLLA"}, "Ndriçimi", "Plehra"),
        ({"words": "clirimi"}, "Ndriçimi", "Plehra"),
        ({"theme": "clean"}, "Plehra", "Ndriçimi"),
        ({"phase": "looked_at", "theme": "lighting"}, "Ndriçimi", "Plehra"),
    ):
        page = client.get("/sq/roskovec/reports/", query)
        assert page.status_code == 200
        assert found in page.content.decode(), query
        assert missing not in page.content.decode(), query
    assert "Nothing found" in client.get("/en/roskovec/reports/", {"phase": "doing"}).content.decode()


@pytest.mark.parametrize("query", [{"theme": "none"}, {"unit": "x"}, {"phase": "x"}, {"words": "a" * 101}])
def test_a_filter_that_is_none_is_refused_beside_the_field(client, roskovec, query):  # noqa: F811
    page = client.get("/en/roskovec/reports/", query)
    assert page.status_code == 422
    assert "Error:" in page.content.decode()


def test_like_signs_and_quotes_are_only_words(client, roskovec):  # noqa: F811
    a_case(roskovec, title="Rruga")
    for words in ("%", "_____", "'", '"', "\\", "%%%'; DROP"):
        assert "EN Rruga" not in client.get("/en/roskovec/reports/", {"words": words}).content.decode() or words == "'"


def test_the_map_counts_and_stands_beside_its_table(client, roskovec):  # noqa: F811
    for _n in range(3):
        a_case(roskovec, lat=HERE[0], lon=HERE[1])
    a_case(roskovec)
    spread = public.spread(roskovec, public.Wanted())
    assert sorted(spread.by_cell.values()) == [3]
    assert sum(spread.by_unit.values()) == 4
    page = client.get("/en/roskovec/reports/?view=map").content.decode()
    assert "<svg" in page
    assert "No exact place" in page
    assert 'class="q2"' in page


def test_a_joined_report_leaves_the_list_and_its_page_shows_the_way(client, roskovec):  # noqa: F811
    keep, _one = a_case(roskovec, title="E madhja")
    gone, _two = a_case(roskovec, title="E vogla")
    cases.join(by=BY, municipality=roskovec, case=keep.pk, other=gone.pk)
    page = client.get("/sq/roskovec/reports/").content.decode()
    assert "E madhja" in page
    assert "E vogla" not in page
    assert "E madhja" in client.get(f"/sq/roskovec/reports/{gone.number}/").content.decode()


@pytest.fixture
def with_photo(roskovec):  # noqa: F811
    file = picture()
    upload = photos.keep(photos.clean(file, file.getbuffer().nbytes), municipality=roskovec)
    case, voice = a_case(roskovec, upload_id=upload.pk)
    return case, Photo.objects.of(roskovec).get(voice=voice), upload


def test_a_photo_is_seen_by_all_only_once_published(client, roskovec, with_photo):  # noqa: F811
    case, photo, upload = with_photo
    address = f"/en/roskovec/photos/{upload.pk}.jpg"
    assert client.get(address).status_code == 404
    desk = make_person("desk@example.al")
    grant(desk, "action_group", roskovec)
    client.force_login(desk)
    seen = client.get(address)
    assert (seen.status_code, seen["Cache-Control"]) == (200, "no-store, private")
    client.logout()
    case_photos.publish_photo(by=BY, municipality=roskovec, case=case, photo=photo.pk, alt="Një rrugë")
    seen = client.get(address)
    assert seen["Content-Type"] == "image/jpeg"
    assert "max-age" in seen["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 304
    assert "Një rrugë" in client.get(f"/en/roskovec/reports/{case.number}/").content.decode()
    make_municipality("Kamëz")
    assert client.get(f"/en/kamez/photos/{upload.pk}.jpg").status_code == 404
    case_photos.remove_photo(by=BY, municipality=roskovec, case=case, photo=photo.pk)
    assert client.get(address).status_code == 404


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["reports/", "reports/?view=map", "reports/?words=rruga&theme=lighting"])
def test_a_page_costs_the_same_with_1_and_with_50(client, roskovec, address):  # noqa: F811
    a_case(roskovec, lat=HERE[0], lon=HERE[1])
    client.get(f"/en/roskovec/{address}")
    one = cost(client, f"/en/roskovec/{address}")
    for n in range(49):
        a_case(roskovec, title=f"Rruga {n}", lat=HERE[0], lon=HERE[1])
    assert cost(client, f"/en/roskovec/{address}") == one <= 8


def test_a_report_with_many_voices_costs_the_same(client, roskovec):  # noqa: F811
    keep, _voice = a_case(roskovec)
    cost(client, f"/en/roskovec/reports/{keep.number}/")  # what is settled is read at the first visit
    one = cost(client, f"/en/roskovec/reports/{keep.number}/")
    for _n in range(10):
        cases.join(by=BY, municipality=roskovec, case=keep.pk, other=a_case(roskovec)[0].pk)
    assert cost(client, f"/en/roskovec/reports/{keep.number}/") == one


@pytest.mark.parametrize("page", ["numbers", "data-use", "accessibility"])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_of_information_are_linked_and_complete(client, roskovec, page, language):  # noqa: F811
    shown = client.get(f"/{language}/roskovec/{page}/")
    assert shown.status_code == 200
    assert "112" in shown.content.decode()
    foot = client.get(f"/{language}/roskovec/reports/").content.decode()
    assert page == "numbers" or f"/{language}/roskovec/{page}/" in foot


def test_names_of_places_are_marked_with_the_language_they_are_in(client, roskovec):  # noqa: F811
    case, _voice = a_case(roskovec, place="Te ura")
    marked = '<span lang="sq">Te ura</span>'
    assert marked in client.get(f"/en/roskovec/reports/{case.number}/").content.decode()
    assert 'lang="sq">Te ura' in client.get("/en/roskovec/reports/").content.decode()
    assert marked not in client.get(f"/sq/roskovec/reports/{case.number}/").content.decode()


def test_places_that_several_published_reports_name_are_offered_where_one_is_asked_for(roskovec):  # noqa: F811
    for place, times, shown in (("te ura “e re”", 3, True), ("shtëpia e Zoës", 2, True), ("te pusi", 3, False)):
        for _n in range(times):
            a_case(roskovec, place=place, shown=shown)
    resident = Resident()
    resident.post(words="Rruga pa dritë")
    page = resident.get("place/").content.decode()
    assert re.findall('<option value="([^"]+)">', page) == ["te ura “e re”"]
    assert 'list="known-places"' in page
    a_case(roskovec, place="shtëpia e Zoës")
    assert "shtëpia e Zoës" in resident.get("place/").content.decode()
