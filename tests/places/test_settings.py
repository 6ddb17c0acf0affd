"""A municipality's calendar and its dated rules."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from firstdoor.core.actor import ANYBODY
from firstdoor.core.models import Audit
from firstdoor.core.rights import NotAllowed
from firstdoor.places import selectors, services
from firstdoor.places.models import Holiday, Rule
from firstdoor.places.services.periods import Value
from tests.places.conftest import SYSTEM

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def _rule(code: str) -> Rule:
    return Rule.objects.get(code=code, municipality__slug="roskovec")


def test_a_consultation_ends_after_twenty_working_days(roskovec, django_assert_num_queries):
    with django_assert_num_queries(3):  # the stamp, and what it stands for
        assert selectors.due("consult.comment", TODAY, roskovec) == date(2026, 12, 24)


def test_what_starts_late_in_the_evening_starts_on_the_municipalitys_own_day(roskovec):
    almost_midnight_in_london = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert selectors.local_date(roskovec, almost_midnight_in_london) == date(2026, 11, 24)
    assert selectors.due("firstdoor.first_look", almost_midnight_in_london, roskovec) == date(2026, 11, 25)


def test_a_length_that_nobody_knows_gives_no_date(roskovec):
    assert selectors.due("complaint.answer", TODAY, roskovec) is None
    assert not _rule("complaint.answer").known
    assert selectors.due("no.such.rule", TODAY, roskovec) is None
    assert selectors.due("privacy.child_consent", TODAY, roskovec) is None  # an age is no period


def test_a_day_of_the_year_is_the_next_one(roskovec):
    assert selectors.due("budget.adopt", TODAY, roskovec) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("consult.comment", 20),
        ("privacy.child_consent", 16),
        ("paper.adopted_by", "municipal_council"),
        ("retention.contact", 12),
        ("complaint.answer", None),
        ("no.such.rule", None),
    ],
)
def test_what_a_rule_says(roskovec, code, value):
    assert selectors.rule_value(code, roskovec, TODAY) == value


def test_every_rule_of_the_package_is_there_in_both_languages(roskovec):
    rules = Rule.objects.of(roskovec)
    assert rules.count() == 26
    for rule in rules:
        assert rule.what["sq"], rule.code
        assert rule.what["en"], rule.code
        assert rule.certainty["sq"], rule.code


def test_loading_again_changes_nothing(roskovec):
    before = Rule.objects.count(), Holiday.objects.count(), Audit.objects.count()
    services.load_rules_and_holidays(by=SYSTEM, municipality=roskovec, years=[2026, 2027])
    assert (Rule.objects.count(), Holiday.objects.count(), Audit.objects.count()) == before


def test_a_holiday_that_was_removed_stays_removed(roskovec, focal_point):
    youth_day = Holiday.objects.of(roskovec).get(date=date(2026, 12, 8))
    services.remove_holiday(by=focal_point, holiday=youth_day)
    services.load_rules_and_holidays(by=SYSTEM, municipality=roskovec, years=[2026, 2027])
    assert selectors.due("consult.comment", TODAY, roskovec) == date(2026, 12, 23)


def test_a_holiday_of_its_own_moves_the_end(roskovec, focal_point):
    services.add_holiday(by=focal_point, municipality=roskovec, day=date(2026, 12, 24), name="Festa e qytetit")
    assert selectors.due("consult.comment", TODAY, roskovec) == date(2026, 12, 28)  # the 25th is Christmas


def test_a_bajram_is_put_on_its_day_once_the_moon_is_seen(roskovec, focal_point):
    bajram = Holiday.objects.of(roskovec).get(date=date(2027, 3, 9))
    assert bajram.estimated
    services.change_holiday(by=focal_point, holiday=bajram, day=date(2027, 3, 10), name=bajram.name["sq"])
    bajram.refresh_from_db()
    assert (bajram.date, bajram.estimated) == (date(2027, 3, 10), False)
    assert bajram.name["en"] == "Eid al-Fitr"  # only a new name takes the old one's translations away


def test_two_holidays_on_one_day_and_one_without_a_name_are_refused(roskovec, focal_point):
    christmas = date(2026, 12, 25)
    with pytest.raises(ValidationError) as refused:
        services.add_holiday(by=focal_point, municipality=roskovec, day=christmas, name="Krishtlindjet")
    assert "day" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        services.add_holiday(by=focal_point, municipality=roskovec, day=date(2026, 12, 24), name="  ")
    assert "name" in refused.value.message_dict


def test_only_those_of_the_municipality_change_its_calendar_and_rules(roskovec, stranger):
    holiday = Holiday.objects.of(roskovec).first()
    for by in (stranger, ANYBODY):
        with pytest.raises(NotAllowed):
            services.add_holiday(by=by, municipality=roskovec, day=date(2026, 12, 24), name="x")
        with pytest.raises(NotAllowed):
            services.change_holiday(by=by, holiday=holiday, day=date(2026, 12, 24), name="x")
        with pytest.raises(NotAllowed):
            services.remove_holiday(by=by, holiday=holiday)
        with pytest.raises(NotAllowed):
            services.add_rule_version(
                by=by, rule=_rule("consult.comment"), value=Value(amount=1), valid_from=TODAY, legal_ref="x"
            )
        with pytest.raises(NotAllowed):
            services.change_contact_data(by=by, municipality=roskovec, values={"phone": "1"})


def test_a_new_version_holds_from_its_day_and_explains_the_days_before(roskovec, focal_point):
    services.add_rule_version(
        by=focal_point, rule=_rule("consult.comment"), value=Value(amount=30), valid_from=date(2027, 1, 1),
        legal_ref="Ligji 1/2027",
    )  # fmt: skip
    assert selectors.rule_value("consult.comment", roskovec, date(2026, 12, 31)) == 20
    assert selectors.rule_value("consult.comment", roskovec, date(2027, 1, 1)) == 30
    assert selectors.due("consult.comment", TODAY, roskovec) == date(2026, 12, 24)
    assert selectors.due("consult.comment", TODAY, roskovec, at=date(2027, 1, 1)) > date(2026, 12, 24)
    history = next(h for h in selectors.rules_and_versions(roskovec, TODAY) if h.code == "consult.comment")
    assert [version.amount for version in history.versions] == [30, 20]
    assert history.now.amount == 20


def test_a_municipality_says_what_was_not_known(roskovec, focal_point):
    services.add_rule_version(
        by=focal_point, rule=_rule("complaint.answer"), value=Value(amount=10, unit="working days"), valid_from=TODAY,
        legal_ref="VKB 12/2026",
    )  # fmt: skip
    assert selectors.due("complaint.answer", TODAY, roskovec) == date(2026, 12, 10)


def test_a_version_before_the_last_or_without_reference_is_refused(roskovec, focal_point):
    rule = _rule("consult.comment")
    args = {"by": focal_point, "rule": rule, "value": Value(amount=30)}
    services.add_rule_version(**args, valid_from=date(2027, 1, 1), legal_ref="Ligji 1/2027")
    with pytest.raises(ValidationError) as refused:
        services.add_rule_version(**args, valid_from=date(2027, 1, 1), legal_ref="Ligji 2/2027")
    assert "valid_from" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        services.add_rule_version(**args, valid_from=date(2028, 1, 1), legal_ref=" ")
    assert "legal_ref" in refused.value.message_dict


def test_the_database_itself_refuses_two_versions_of_one_day(roskovec):
    rule = _rule("consult.comment")
    for valid_from in (None, TODAY):
        Rule.objects.of(roskovec).filter(pk=rule.pk).update(valid_from=valid_from)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rule.objects.create(municipality=roskovec, code=rule.code, valid_from=valid_from)


@pytest.mark.parametrize(
    "wrong", [{"amount": 0}, {"unit": "fortnights"}, {"unit": "date", "month": 13, "day": 1}, {"unit": "value"}]
)
def test_the_database_itself_refuses_a_rule_that_says_nothing_sensible(roskovec, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(municipality=roskovec, code="x", **wrong)


def test_contact_data_is_changed_and_recorded(roskovec, focal_point):
    services.change_contact_data(
        by=focal_point, municipality=roskovec, values={"phone": "069 000 0000", "danger_number": "129"}
    )
    roskovec.refresh_from_db()
    assert (roskovec.phone, roskovec.danger_number) == ("069 000 0000", "129")
    last = Audit.objects.filter(municipality_id=roskovec.pk).order_by("-seq").first()
    assert last.verb == "places.contact_data_changed"


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"danger_number": ""}])
def test_contact_data_that_nobody_could_use_is_refused(roskovec, focal_point, wrong):
    with pytest.raises(ValidationError) as refused:
        services.change_contact_data(by=focal_point, municipality=roskovec, values=wrong)
    assert set(refused.value.message_dict) == set(wrong)


def test_emergency_numbers_come_in_the_readers_language(roskovec):
    numbers = selectors.emergency_numbers(roskovec, "en")
    assert ("129", "State Police") in [(number.dial, number.name) for number in numbers]
    assert "Policia e Shtetit" in [number.name for number in selectors.emergency_numbers(roskovec, "sq")]
    assert roskovec.danger_number == "112"


@pytest.mark.parametrize(
    ("code", "language", "words", "law"),
    [
        ("firstdoor.first_look", "en", "1 working day", "our own promise"),
        ("consult.comment", "en", "20 working days", "146/2014 Art. 15"),
        ("consult.comment", "sq", "20 ditë pune", "146/2014 neni 15"),
        ("complaint.answer", "sq", "nuk dihet: vendos bashkia", "139/2015 neni 19"),
        ("budget.adopt", "sq", "31.12.", "68/2017"),
        ("paper.adopted_by", "sq", "Këshilli bashkiak", "139/2015"),
    ],
)
def test_a_rule_in_words(roskovec, code, language, words, law):
    with translation.override(language):
        assert (_rule(code).words, _rule(code).law) == (words, law)


def test_what_is_from_memory_says_so(roskovec):
    assert _rule("rti.answer").legal_ref == "119/2014 Art. 15"
    assert "from memory" in _rule("rti.answer").certainty["en"]
