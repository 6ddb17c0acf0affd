"""The desk over HTTP: who sees what, what is kept when it is refused, and what is found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from firstdoor.core.codes import grouped
from firstdoor.core.texts import make
from firstdoor.listen.models import Answer, Case, Delivery
from firstdoor.listen.services import ContactGiven, cases
from tests.listen.desk.conftest import Desk, moment, voice_of


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_danger_stands_on_top_and_then_the_oldest(desk: Desk) -> None:
    desk.case("The older one", heard_at=moment(2))
    desk.case("The newer one", heard_at=moment(1))
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=desk.case("The manhole is open"), urgency="danger")
    page = text(desk.client("action_group").get(desk.address("voices/")))
    assert page.index("The manhole is open") < page.index("The older one") < page.index("The newer one")


def test_what_nobody_has_judged_yet_stands_before_what_can_wait_until_somebody_has_looked(desk: Desk) -> None:
    desk.case("An old lamp", heard_at=moment(2))
    sparks = desk.case("A wire throws sparks", theme="", heard_at=moment(1))
    danger = desk.case("The manhole is open")
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=danger, urgency="danger")
    client = desk.client("action_group")
    page = text(client.get(desk.address("voices/")))
    assert "Danger, then without a theme, then oldest" in page
    assert page.index("The manhole is open") < page.index("A wire throws sparks") < page.index("An old lamp")
    for looked_at in Case.objects.of(desk.here):
        cases.take_charge(by=desk.staff, municipality=desk.here, case=looked_at)
    page = text(client.get(desk.address("voices/?show=ours")))
    assert "Danger, then oldest" in page
    assert page.index("The manhole is open") < page.index("An old lamp") < page.index("A wire throws sparks")
    assert sparks.theme is None


def test_each_part_of_the_queue_has_its_cases(desk: Desk) -> None:
    new, ours, theirs, gone = (desk.case(words) for words in ("New one", "Ours now", "With OSHEE", "Gone by"))
    cases.take_charge(by=desk.staff, municipality=desk.here, case=ours)
    cases.hand_over(by=desk.staff, municipality=desk.here, case=theirs, institution=desk.power)
    cases.end(by=desk.staff, municipality=desk.here, case=gone, ending="solved")
    client = desk.client("action_group")
    for show, words in {"look": new, "ours": ours, "others": theirs, "ended": gone}.items():
        page = text(client.get(desk.address(f"voices/?show={show}")))
        shown = [case for case in (new, ours, theirs, gone) if voice_of(case).words in page]
        assert shown == [words], show


def test_a_case_is_late_when_its_day_has_passed_without_an_answer(desk: Desk) -> None:
    case = desk.case("Nobody has answered me", heard_at=moment(20))
    Case.objects.filter(pk=case.pk).update(answer_due=moment(10).date(), look_due=moment(15).date())
    client = desk.client("action_group")
    assert "Nobody has answered me" in text(client.get(desk.address("voices/?show=late")))
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "We come on Monday"))
    assert "Nobody has answered me" not in text(client.get(desk.address("voices/?show=late")))


@pytest.mark.parametrize("address", ["voices/", "voices/1/", "answers/", "bring-back/"])
def test_a_page_costs_as_many_queries_for_many_as_for_one(desk: Desk, picture: Any, address: str) -> None:
    def entered(words: str) -> None:
        case = desk.case(
            words, upload_id=picture(desk.here).pk, by=desk.staff, spoken_for=True, wants_answer="person",
            contact=ContactGiven("visit", "The blue door"),
        )  # fmt: skip
        cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "Yes"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(desk.address(address)).status_code == 200
        seen.append([query["sql"][:150] for query in caught if "SAVEPOINT" not in query["sql"]])
        return len(seen[-1])

    def more(n: int) -> None:
        """As many of each: voices that wait, with photos, answered and joined ones."""
        for number in range(n):
            desk.case(f"Waits {number}", upload_id=picture(desk.here).pk)
            entered(f"More {number}")
            cases.join(by=desk.staff, municipality=desk.here, case=first, other=desk.case("Dark"))

    seen: list[list[str]] = []
    client = desk.client("action_group")
    first = desk.case("The first one", upload_id=picture(desk.here).pk)
    more(2)
    client.get(desk.address(address))
    before = cost()
    more(5)
    assert cost() == before, "\n".join(seen[-1])


@pytest.mark.parametrize(
    "search", ["femije", "FËMIJË", "rruga e shkolles", "ndricim", "çezma", "cezma", "#1", "1", "roskovec femije"]
)
def test_search_finds_words_place_theme_and_number_with_or_without_marks(desk: Desk, search: str) -> None:
    case = desk.case("Një fëmijë ra te çezma", place="Rruga e Shkollës")
    Case.objects.filter(pk=case.pk).update(unit=desk.here_unit)
    desk.case("Something else", theme="bite")
    page = desk.client("action_group").get(desk.address("voices/"), {"q": search}, follow=True)
    assert "Një fëmijë ra te çezma" in text(page)
    assert page.redirect_chain or "Something else" not in text(page)


def test_a_code_leads_to_its_case_and_another_municipalitys_to_nothing(desk: Desk) -> None:
    filed = desk.filed("The lamp is out")
    client = desk.client("action_group")
    typed = grouped(filed.code).lower().replace("0", "o")
    found = client.get(desk.address("voices/"), {"q": typed})
    assert found["Location"].endswith(f"/voices/{filed.case.number}/")
    elsewhere = desk.world.elsewhere["action_group"]
    client.force_login(elsewhere)
    assert client.get(f"/en/desk/{desk.world.theirs.slug}/voices/", {"q": typed}).status_code == 200


def test_two_editors_lose_nothing(desk: Desk) -> None:
    case = desk.case()
    one, other = desk.client("action_group"), desk.client("municipal_focal_point")
    address = desk.address(f"voices/{case.number}/name/")
    opened = {"version": str(case.version)}
    assert one.post(address, {**opened, "title_sq": "Porta e errët"}).status_code == 302
    told = other.post(address, {**opened, "title_sq": "Shkolla pa dritë"})
    assert told.status_code == 422
    page = told.content.decode()
    assert "Shkolla pa dritë" in page
    assert "Now it says: “Porta e errët”" in page
    assert "One thing has to be changed" in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert other.post(address, {"version": version[1], "title_sq": "Shkolla pa dritë"}).status_code == 302
    case.refresh_from_db()
    assert case.title["sq"] == "Shkolla pa dritë"


def test_an_answer_written_meanwhile_is_kept_and_not_sent_twice(desk: Desk) -> None:
    case = desk.case()
    client = desk.client("action_group")
    cases.look(by=desk.staff, municipality=desk.here, case=case)
    late = client.post(
        desk.address(f"voices/{case.number}/answer/"), {"version": "1", "text_sq": "Vijmë të hënën", "kind": "reply"}
    )
    assert late.status_code == 422
    assert "Vijmë të hënën" in late.content.decode()
    assert not Answer.objects.exists()


def test_a_single_button_pressed_on_an_old_page_changes_nothing(desk: Desk) -> None:
    case = desk.case()
    cases.set_urgency(by=desk.staff, municipality=desk.here, case=case, urgency="week")
    late = desk.client("action_group").post(desk.address(f"voices/{case.number}/look/"), {"version": "1"})
    assert late.status_code == 422
    case.refresh_from_db()
    assert case.phase == "received"


def test_a_wish_that_everybody_may_read_it_waits_for_the_theme_and_the_page_says_so(desk: Desk) -> None:
    case = desk.case("The lamp is out", theme="", asked_level="public")
    plain = desk.case("The lamp is out", theme="", asked_level="staff")
    client = desk.client("action_group")
    assert voice_of(case).level == "staff"
    page = text(client.get(desk.address(f"voices/{case.number}/theme/")))
    assert "One person wishes that everybody may read it." in page
    assert "wishes" not in text(client.get(desk.address(f"voices/{plain.number}/theme/")))
    client.post(desk.address(f"voices/{case.number}/theme/"), {"version": "1", "theme": str(desk.themes["light"].pk)})
    assert voice_of(case).level == "public"
    assert "wishes" not in text(client.get(desk.address(f"voices/{case.number}/theme/")))


def test_a_lane_theme_asks_twice_and_then_the_case_is_gone_for_the_staff(desk: Desk) -> None:
    case = desk.case("He threatens us", theme="")
    client = desk.client("action_group")
    address = desk.address(f"voices/{case.number}/theme/")
    lane = {"version": "1", "theme": str(desk.themes["threat"].pk)}
    assert client.post(address, lane).status_code == 422
    assert voice_of(case).words == "He threatens us"
    done = client.post(address, {**lane, "sure": "on"}, follow=True)
    assert "It is sealed now" in text(done)
    assert client.get(desk.address(f"voices/{case.number}/")).status_code == 404


def test_formulas_in_a_table_are_text(desk: Desk) -> None:
    case = desk.case(place="=HYPERLINK(1)")
    cases.name(by=desk.staff, municipality=desk.here, case=case, title=make("en", "@SUM(1)"))
    table = desk.client("action_group").get(desk.address("voices/cases.csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert "'@SUM(1)" in table
    assert ",=HYPERLINK" not in table


def test_a_photo_is_seen_at_the_desk_and_nowhere_before_somebody_looked(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    photo = voice_of(case).photos.get()
    client = desk.client("action_group")
    assert client.get(desk.address(f"photos/{photo.pk}.jpg"))["Content-Type"] == "image/jpeg"
    page = client.get(desk.address(f"voices/{case.number}/"))
    assert "This photo waits for your eye." in text(page)
    address = desk.address(f"voices/{case.number}/photos/{photo.pk}/")
    assert client.post(address, {"act": "publish", "alt": ""}).status_code == 422
    assert 'value="remove"' not in page.content.decode()  # nothing is erased by one press
    asked = client.get(address)
    assert "Delete this photo?" in text(asked)
    assert client.get(desk.address(f"photos/{photo.pk}.jpg")).status_code == 200  # asking erases nothing
    seen = re.search(r'name="seen" value="([^"]+)"', asked.content.decode())
    assert seen
    assert client.post(address, {"act": "remove", "seen": seen[1]}).status_code == 302
    assert client.get(desk.address(f"photos/{photo.pk}.jpg")).status_code == 404
    assert client.get(address).status_code == 404


def test_the_second_of_two_who_look_at_a_photo_is_told(desk: Desk, picture: Any) -> None:
    case = desk.case(upload_id=picture(desk.here).pk)
    address = desk.address(f"voices/{case.number}/photos/{voice_of(case).photos.get().pk}/")
    one, other = desk.client("action_group"), desk.client("municipal_focal_point")
    shown = other.get(desk.address(f"voices/{case.number}/")).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', shown)
    assert seen
    one.post(address, {"act": "keep", "seen": seen[1]})
    late = other.post(address, {"act": "publish", "alt": "A dark lamp", "seen": seen[1]})
    assert late.status_code == 422
    assert "Somebody decided about this photo in the meantime." in text(late)
    assert 'value="A dark lamp"' in late.content.decode()
    again = re.search(r'name="seen" value="([^"]+)"', late.content.decode())
    assert again
    assert other.post(address, {"act": "publish", "alt": "A dark lamp", "seen": again[1]}).status_code == 302


def test_a_refused_entry_comes_back_filled(desk: Desk) -> None:
    client = desk.client("community_focal_point")
    typed = {
        "words": "Nuk ka dritë te çezma",
        "way": "visit",
        "contact": "Drita",
        "level": "public",
        "channel": "paper",
    }
    refused = client.post(desk.address("speak/"), {**typed, "heard_on": "2031-01-01", "language": "sq"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert all(words in page for words in ("Nuk ka dritë te çezma", "Drita", "This date is in the future."))
    assert "Ask the person first" in page


def enter(desk: Desk, **more: Any) -> Any:
    client = desk.client("community_focal_point")
    page = client.get(desk.address("speak/")).content.decode()
    key = re.search(r'name="draft_key" value="([^"]+)"', page)
    assert key
    form = {
        "words": "No light at the well", "way": "visit", "contact": "Drita, the blue door", "level": "public",
        "channel": "paper", "heard_on": moment(1).date().isoformat(), "language": "sq", "consent": "on",
        "theme": str(desk.themes["light"].pk), "draft_key": key[1],
    }  # fmt: skip
    return client, client.post(desk.address("speak/"), {**form, **more}, follow=True), form


def test_an_entered_voice_gives_a_code_to_print_and_again_later(desk: Desk) -> None:
    client, page, form = enter(desk)
    code = re.search(r"/r/([0-9A-Z-]+)/slip/\?lang=sq", page.content.decode())
    assert code, "the slip speaks the language of the words, not that of the desk"
    again = client.post(desk.address("speak/"), form, follow=True)
    assert code[1] in again.content.decode()
    assert Case.objects.count() == 1
    assert client.get(desk.address("speak/")).content.decode().count("Code and slip") == 1


def test_the_next_paper_of_a_pile_begins_where_the_last_one_ended(desk: Desk) -> None:
    client, page, _form = enter(desk)
    onward = re.search(r'href="([^"]+\?after=[^"]+)"', page.content.decode())
    assert onward
    following = client.get(onward[1]).content.decode()
    assert f'value="{moment(1).date().isoformat()}"' in following
    assert re.search(r'name="channel" value="paper"[^>]*checked', following)
    assert "No light at the well" not in following.split("Entered before")[0]
    other = desk.client("municipal_focal_point").get(onward[1])
    assert re.search(r'name="channel" value="person"[^>]*checked', other.content.decode())
    assert client.get(desk.address("speak/?after=nothing")).status_code == 200


def test_where_the_person_is_found_is_asked_only_who_is_told(desk: Desk) -> None:
    _client, page, _form = enter(desk, contact="")
    assert page.status_code == 422
    assert text(page).count("Write where or how the person is found.") >= 1
    _client, page, _form = enter(desk, contact="", way="page")
    assert page.status_code == 200


def test_answers_wait_until_ticked_and_contact_is_shown_by_a_click_of_its_own(desk: Desk) -> None:
    client, _page, _form = enter(desk)
    case = Case.objects.get()
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "It is mended on Monday"))
    page = client.get(desk.address("bring-back/"))
    assert "It is mended on Monday" in text(page)
    assert "blue door" not in text(page)
    delivery = Delivery.objects.get(route="person")
    shown = client.post(desk.address(f"bring-back/{delivery.voice_id}/contact/"))
    assert "Drita, the blue door" in text(shown)
    client.post(desk.address(f"bring-back/{delivery.pk}/told/"))
    page = client.get(desk.address("bring-back/"))
    assert "It is mended on Monday" not in text(page)
    back = re.search(r'action="([^"]+\?back=1)"', page.content.decode())
    assert back
    client.post(back[1])
    assert "It is mended on Monday" in text(client.get(desk.address("bring-back/")))


def test_of_a_staff_voice_the_focal_point_sees_only_that_something_waits(desk: Desk) -> None:
    client, _page, _form = enter(desk, level="staff")
    case = Case.objects.get()
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "We spoke with your neighbour"))
    page = text(client.get(desk.address("bring-back/")))
    assert "Something waits for this person" in page
    assert "neighbour" not in page
    assert "No light at the well" not in page


@pytest.mark.parametrize(
    ("chosen", "stands_there"),
    [
        ("", "Call us with your code: we read it to you."),
        ("come", "Come to us or call us when it suits you; the number stands on this page."),
        ("as_written", "The dog is gone"),
    ],
)
def test_an_answer_stands_on_a_page_not_for_everybody_only_as_it_was_chosen(
    desk: Desk, chosen: str, stands_there: str
) -> None:
    filed = desk.filed("A dog bit my child", "bite")
    client, address = desk.client("action_group"), desk.address(f"voices/{filed.case.number}/answer/")
    page = text(client.get(address))
    assert "1 receipt is not for everybody" in page
    assert "Once a public theme is set" not in page
    unthemed = desk.case("Dogs", "nothing")
    assert "Once a public theme is set" in text(client.get(desk.address(f"voices/{unthemed.number}/answer/")))
    form = {"text_sq": "The dog is gone", "kind": "reply", "discreet": chosen}
    assert client.post(address, form).status_code == 302
    page = text(Client().get(f"/r/{grouped(filed.code)}?lang=en"))
    assert stands_there in page
    assert ("The dog is gone" in page) == (chosen == "as_written")


def test_whose_receipts_are_all_for_everybody_is_asked_no_second_text(desk: Desk) -> None:
    case = desk.case()
    client = desk.client("action_group")
    for act in ("answer", "plan", "end", "hand"):
        assert "not for everybody" not in text(client.get(desk.address(f"voices/{case.number}/{act}/"))), act
    quiet = desk.case("A dog bit my child", "bite")
    for act in ("answer", "plan", "end", "hand"):
        assert "not for everybody" in text(client.get(desk.address(f"voices/{quiet.number}/{act}/"))), act


@pytest.mark.parametrize("role", ["action_group", "municipal_focal_point", "coach"])
def test_nobody_sees_the_contact_of_anothers_entry(desk: Desk, role: str) -> None:
    enter(desk)
    case = Case.objects.get()
    cases.answer(by=desk.staff, municipality=desk.here, case=case, text=make("en", "Yes"))
    client = desk.client(role)
    for path in ("voices/", f"voices/{case.number}/", "answers/", "bring-back/", "voices/cases.csv", "speak/"):
        assert "blue door" not in client.get(desk.address(path)).content.decode(), path
    assert client.post(desk.address(f"bring-back/{voice_of(case).pk}/contact/")).status_code == 404


def test_nonsense_is_refused_with_words_and_never_breaks(desk: Desk) -> None:
    case = desk.case()
    client = desk.client("action_group")
    for query in ("\x00", "%", "'; --", "9" * 40, "ë" * 300):
        assert client.get(desk.address("voices/"), {"q": query}).status_code == 200, query
    assert client.get(desk.address("voices/?show=nothing&page=x")).status_code == 200
    assert client.get(desk.address("voices/?page=99999")).status_code == 200
    assert client.get(desk.address(f"voices/{'9' * 30}/")).status_code == 404
    posts = {
        "place/": {"place": "a\x00b"}, "place": {"point": "40.7"}, "theme/": {"theme": "lighting"},
        "urgency/": {"urgency": "now"}, "plan/": {"expected": "31.02.2026"}, "join/": {"number": "9" * 20},
        "split/": {"voice": "x"}, "level/": {"voice": str(case.pk), "level": "lane"}, "end/": {"ending": "joined"},
        "answer/": {"text_sq": "   "}, "hand/": {"institution": str(desk.themes["light"].pk)},
        "name/": {"title_en": "Only a translation"}, "look/": {"version": "x" * 20},
    }  # fmt: skip
    for path, data in posts.items():
        response = client.post(desk.address(f"voices/{case.number}/{path.rstrip('/')}/"), {"version": "1", **data})
        assert response.status_code in {404, 422}, path
    client.post(
        desk.address("voices/selected/"), {"case": ["x", "9" * 30, str(case.number)], "act": "theme", "theme": "\x00"}
    )
    case.refresh_from_db()
    assert (case.version, case.phase) == (1, "received")
