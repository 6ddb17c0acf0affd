"""From the first question to the receipt, over HTTP."""

from __future__ import annotations

import re

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format

from firstdoor.core import codes, receipts
from firstdoor.core.models import Contact, Limit, Outbox
from firstdoor.listen.models import Case, Draft, Item, Response, Voice
from firstdoor.listen.services import drafts
from firstdoor.places import selectors as places
from tests.listen.report.conftest import HERE, WORDS, Resident, the_draft


def code_on(address: str) -> str:
    return codes.normalise(address.rstrip("/").rsplit("/", 1)[-1])


def test_a_street_is_reported_without_account_map_photo_or_script(resident, roskovec):
    resident.walk()
    page = resident.get("check/")
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    by = places.due("firstdoor.first_look", timezone.now(), roskovec)
    assert f"One of us reads it first, by {date_format(by, 'DATE_FORMAT')}." in page.content.decode()
    sent = resident.send()
    assert sent["Location"] == resident.url("about-you/")
    voice = Voice.objects.of(roskovec).get()
    assert (voice.words, voice.place, voice.level, voice.theme, voice.language) == (
        WORDS, "Rruga e shkollës", "staff", None, "en",
    )  # fmt: skip
    case = Case.objects.of(roskovec).get()
    assert case.links.get().voice == voice
    assert case.look_due is not None
    about_you = resident.get("about-you/").content.decode()
    for name in ("age", "gender", "unit"):
        offered = about_you.split(f'name="{name}"')[1].split("</select>")[0]
        assert re.findall(r'<option value=""[^>]*>([^<]+)<', offered) == ["I&#x27;d rather not say"]
        assert "refer not" not in offered
    skipped = resident.post("about-you/", skip="1")
    assert f'href="{skipped["Location"]}"' in about_you  # as easy as answering: before the questions too
    assert receipts.resolve(code_on(skipped["Location"])).voice_id == voice.pk


def test_the_keyboard_goes_from_hexagon_to_hexagon_beside_the_map(resident, roskovec):
    resident.walk()
    unit = places.units(roskovec)[0]
    ground = places.ground_of(roskovec, unit.pk)
    first = re.search(
        r'cell=(\d+)&amp;back=check#place">the middle one', _on_map(resident, f"?unit={unit.pk}&back=check")
    )
    assert int(first[1]) in ground
    shown = _on_map(resident, f"?unit={unit.pk}&cell={first[1]}")
    beside = re.findall(r'cell=(\d+)#place">((?:north|south)(?:-east|-west)?|east|west)</a>', shown)
    assert [(words, int(cell)) for cell, words in beside] == places.moves(ground, int(first[1]), (0.0, 0.0))


def _on_map(resident, query):
    return resident.client.get(resident.url("map/") + query).content.decode()


def test_with_a_theme_it_can_become_public_and_the_code_is_short(resident, roskovec):
    resident.walk()
    resident.send(theme="lighting", level="public")
    voice = Voice.objects.of(roskovec).get()
    assert (voice.level, voice.theme.code, voice.published_at) == ("public", "lighting", None)
    assert len(code_on(resident.get("check/")["Location"])) == codes.PUBLIC_LENGTH


def test_only_the_safety_team_may_be_chosen(resident, roskovec):
    resident.walk()
    resident.send(theme="lighting", level="staff")
    assert Voice.objects.of(roskovec).get().level == "staff"


@pytest.mark.parametrize("again", ["double click", "the check again", "the first form again"])
def test_sent_twice_is_one_report_and_one_receipt(resident, roskovec, again):
    key = resident.get().context["form"]["form"].value()
    resident.walk()
    key = drafts.read(the_draft()).form
    resident.send(theme="lighting")
    code = code_on(resident.get("check/")["Location"])
    if again == "double click":
        page = resident.send(theme="lighting")
    elif again == "the check again":
        page = resident.send(theme="lighting", level="staff")
    else:
        page = resident.post(words=WORDS, form=key)
    assert code_on(page["Location"]) == code
    assert Voice.objects.of(roskovec).count() == 1
    assert Case.objects.of(roskovec).count() == 1


def test_after_one_report_another_can_be_written(resident, roskovec):
    resident.walk()
    resident.send()
    page = resident.get()
    assert WORDS not in page.content.decode()
    resident.walk(words="Një gropë te pazari")
    resident.send()
    assert Voice.objects.of(roskovec).count() == 2
    assert Draft.objects.of(roskovec).count() == 2


def test_a_sent_draft_keeps_nothing_but_the_code(resident, roskovec):
    resident.walk(answer="email", contact="arta@example.al")
    resident.send()
    kept = drafts.read(the_draft())
    assert (kept.words, kept.place, kept.contact) == ("", "", "")
    assert receipts.resolve(kept.sent) is not None


def test_the_receipt_goes_by_mail_and_tells_nothing_of_the_matter(resident, roskovec, settings):
    settings.PUBLIC_URL = "https://zeri.example.al"
    resident.walk(answer="email", contact=" arta @example.al ")
    resident.send(theme="lighting")
    from firstdoor.core import contacts, outbox

    letter = outbox.opened(Outbox.objects.get())
    voice = Voice.objects.of(roskovec).get()
    code = codes.grouped(receipts.copy_of(receipts.of_voice(voice.pk)))
    assert letter.to == "arta@example.al"
    assert f"https://zeri.example.al/r/{code}" in letter.body
    for word in ("dritë", "shkoll", "light", "report"):
        assert word not in (letter.subject + letter.body).lower()
    assert contacts.reveal(Contact.objects.get()) == "arta@example.al"
    assert voice.wants_answer == "email"


def test_a_position_finds_its_unit(resident, roskovec):
    resident.post(words=WORDS)
    resident.post("place/", lat=str(HERE[0]), lon=str(HERE[1]), place="")
    resident.send()
    voice = Voice.objects.of(roskovec).get()
    assert voice.unit.name == "Roskovec"
    assert (voice.lat, voice.lon) == HERE


def test_the_unit_is_found_in_the_words_of_the_place(resident, roskovec):
    resident.walk(place="Shkolla, ROSKOVEC")
    resident.send()
    assert Voice.objects.of(roskovec).get().unit.name == "Roskovec"


def test_changing_one_answer_returns_straight_to_the_check(resident):
    resident.walk()
    assert "?back=check" in resident.get("check/").content.decode()
    page = resident.client.post(resident.url("place/") + "?back=check", {"place": "Te pazari"})
    assert page["Location"] == resident.url("check/")
    assert "Te pazari" in resident.get("check/").content.decode()


def test_optional_answers_belong_to_the_voice(resident, roskovec):
    resident.walk()
    resident.send()
    unit = str(roskovec and Voice.objects.model._meta.apps.get_model("places", "Unit").objects.of(roskovec).get().pk)
    data = {"P01": "4", "P02": "1", "age": "3", "gender": "f", "unit": unit}
    page = resident.post("about-you/", **data)
    again = resident.post("about-you/", **{**data, "P01": "5"})
    assert again["Location"] == page["Location"]
    response = Response.objects.of(roskovec).get()
    assert (response.age, response.gender, response.voice) == ("3", "f", Voice.objects.of(roskovec).get())
    assert dict(Item.objects.of(roskovec).values_list("question", "value")) == {"P01": "4", "P02": "1"}


def test_nothing_answered_keeps_nothing(resident, roskovec):
    resident.walk()
    resident.send()
    assert resident.post("about-you/").status_code == 302
    assert not Response.objects.of(roskovec).exists()


def test_the_draft_follows_into_the_other_language_and_not_to_another_municipality(resident):
    resident.walk()
    resident.language = "sq"
    assert WORDS in resident.get("check/").content.decode()
    resident.slug = "patos"
    assert resident.get("check/")["Location"] == resident.url()


def test_an_expired_draft_says_so_and_keeps_what_was_posted(resident, roskovec):
    resident.walk()
    Draft.objects.of(roskovec).update(expires_at="2020-01-01T00:00Z")
    page = resident.post("place/", place="Te ura e kanalit")
    assert page["Location"] == resident.url("?expired=1")
    shown = resident.client.get(page["Location"])
    assert "We keep an unfinished report for one day" in shown.content.decode()
    resident.post(words="Përsëri")
    assert "Te ura e kanalit" in resident.get("place/").content.decode()


def test_a_draft_deleted_while_it_is_written_is_begun_anew(resident, roskovec, monkeypatch):
    resident.walk()
    find = drafts.find

    def found_and_gone(*args, **options):
        found = find(*args, **options)
        Draft.objects.of(roskovec).delete()
        return found

    monkeypatch.setattr(drafts, "find", found_and_gone)
    assert resident.post("place/", place="Te ura e kanalit").status_code == 302
    monkeypatch.undo()
    assert "Te ura e kanalit" in resident.get("place/").content.decode()
    assert WORDS in resident.get("check/").content.decode()


def test_the_check_marks_the_themes_that_are_not_for_everybody(resident):
    resident.walk()
    options = dict(re.findall(r'<option value="(\w*)"([^>]*)>', resident.get("check/").content.decode()))
    assert next(iter(options)) == ""
    assert len(options) == 1 + 12
    assert options[""] == " selected"
    assert options["lighting"] == ""
    assert options["violence"] == ' data-level="lane"'


def test_what_to_do_in_danger_stands_beside_the_words_with_the_number_that_was_set(resident, roskovec):
    roskovec.danger_number = "129"
    roskovec.save()
    page = resident.get().content.decode()
    assert "Is somebody in danger now?" in page
    assert re.findall(r'Do not write, call <a href="tel:(\d+)">', page) == ["129"]


def test_without_a_draft_later_pages_lead_to_the_first(resident):
    for step in ("place/", "photo/", "answer/", "check/", "map/", "about-you/"):
        assert resident.get(step)["Location"] == resident.url()


def test_what_was_written_can_be_deleted(resident, roskovec):
    resident.walk()
    assert resident.get("forget/").status_code == 200
    resident.post("forget/")
    assert not Draft.objects.of(roskovec).exists()
    assert WORDS not in resident.get().content.decode()


def test_pages_of_a_report_are_stored_nowhere(resident):
    resident.walk()
    for step in ("", "place/", "photo/", "answer/", "check/", "quiet/", "somebody/"):
        page = resident.get(step)
        assert "no-store" in page["Cache-Control"], step
        assert page["X-Robots-Tag"] == "noindex"


def test_the_draft_is_sealed_and_its_cookie_is_for_these_pages_only(resident):
    page = resident.post(words=WORDS)
    assert b"shkolla" not in bytes(the_draft().sealed)
    cookies = {cookie["path"]: cookie for cookie in page.cookies.values() if cookie.key.startswith("draft-")}
    assert set(cookies) == {"/en/roskovec/report/", "/sq/roskovec/report/"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in cookies.values())


def test_the_final_post_costs_a_known_number_of_queries(resident, django_assert_max_num_queries):
    resident.walk()
    with django_assert_max_num_queries(26):
        assert resident.send(theme="lighting").status_code == 302


def test_the_thirty_first_report_of_an_hour_waits_and_keeps_what_was_written(resident, roskovec):
    resident.walk()
    Limit.objects.all().delete()
    from firstdoor.core import limits

    for _n in range(30):
        limits.hit("report", "127.0.0.1", allowed=1000, seconds=3600)
    page = resident.send()
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert WORDS in page.content.decode()
    assert not Voice.objects.of(roskovec).exists()
    Limit.objects.all().delete()
    assert resident.send().status_code == 302


def test_too_many_drafts_keep_the_typed_words_on_the_page(resident):
    from firstdoor.core import limits

    for _n in range(90):
        limits.hit("draft", "127.0.0.1", allowed=1000, seconds=3600)
    page = resident.post(words=WORDS)
    assert page.status_code == 429
    assert WORDS in page.content.decode()


def test_another_persons_cookie_is_another_draft(resident, roskovec):
    resident.walk()
    other = Resident()
    other.walk(words="Tjetër")
    assert WORDS not in other.get("check/").content.decode()
    with pytest.raises(NoReverseMatch):
        reverse("report", args=["not a slug"])
