"""The audit trail: what it keeps, what it refuses, and what its check finds."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from firstdoor import cli
from firstdoor.core import audit, audit_heads, schedule, tasks, triggers
from firstdoor.core.actor import system
from firstdoor.core.models import Audit, AuditHead
from firstdoor.core.texts import TextsField
from firstdoor.people.models import Cycle, Person

BY = system("test")


@pytest.fixture
def cycle(roskovec):
    with transaction.atomic():
        row = Cycle.objects.create(
            municipality=roskovec, name={"sq": "Cikli", "_": "sq"}, starts=date(2026, 1, 1), ends=date(2027, 6, 30)
        )
        audit.record("people.cycle_begun", by=BY, municipality=roskovec, about=row)
    return row


def whats():
    return [finding.what for finding in audit_heads.verify()[1]]


def tamper(statement, *values):
    """Do what somebody with the database's password could do."""
    triggers.remove(connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    finally:
        triggers.install(connection)


def test_all_fits_after_ordinary_work(cycle):
    seen, findings = audit_heads.verify()
    assert seen >= 3
    assert findings == []


def test_a_record_names_an_id_and_never_a_name(cycle):
    entry = Audit.objects.get(verb="people.cycle_begun")
    assert entry.actor == "system:test"
    assert entry.row == str(cycle.pk)
    assert "Cikli" not in " ".join(str(value) for value in vars(entry).values())


def test_the_command_says_whether_all_fits_and_where_it_does_not(cycle, capsys):
    assert cli.main(["audit", "verify"]) == 0
    assert "0 that do not fit" in capsys.readouterr().out
    tamper("UPDATE people_cycle SET starts = '2025-01-01'")
    assert cli.main(["audit", "verify"]) == 1
    found = capsys.readouterr()
    assert "1 that do not fit" in found.out
    assert f"{cycle.municipality_id} record " in found.err
    assert cli.main(["audit", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["municipality"] == str(cycle.municipality_id)


def test_the_heads_are_written_outside_the_database_each_day(cycle, settings, monkeypatch):
    begun = {}
    monkeypatch.setattr(schedule, "recur", lambda name, work, *, every: begun.update({name: (work, every)}))
    tasks.schedule_all()
    work, every = begun["core.keep_audit_heads"]
    assert every == timedelta(days=1)
    assert work.call() > 0
    assert str(cycle.municipality_id) in (settings.KEYS_FOLDER / "audit-heads.jsonl").read_text()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_record(cycle, act):
    records = Audit.objects.filter(municipality_id=cycle.municipality_id)
    with pytest.raises(DatabaseError), transaction.atomic():
        records.update(actor="somebody else") if act == "update" else records.delete()
    assert whats() == []


def test_a_changed_row_is_found(cycle):
    Cycle.objects.of(cycle.municipality_id).update(ends=date(2030, 1, 1))
    assert whats() == [f"people_cycle {cycle.pk} was changed without a record"]


def test_who_has_the_database_alone_cannot_make_a_digest(cycle, settings, tmp_path):
    here = audit.row_digest(cycle)
    assert here == Audit.objects.get(verb="people.cycle_begun").digest
    settings.KEYS_FOLDER = tmp_path  # the same row, elsewhere
    assert audit.row_digest(cycle) != here


def test_a_value_that_was_emptied_is_found(roskovec):
    with transaction.atomic():
        person = Person.objects.create_user("besa@example.al", name="Besa", phone="069 000 0009")
        audit.record("people.person_added", by=BY, municipality=roskovec, about=person)
    assert whats() == []
    for column, emptied in (("phone", ""), ("is_active", False)):
        kept = getattr(person, column)
        Person.objects.filter(pk=person.pk).update(**{column: emptied})
        assert whats() == [f"people_person {person.pk} was changed without a record"], column
        Person.objects.filter(pk=person.pk).update(**{column: kept})


def test_a_column_that_a_later_version_adds_changes_no_digest(cycle):
    later = [
        models.CharField(max_length=9, blank=True), models.IntegerField(null=True), models.BooleanField(default=False),
        models.PositiveIntegerField(default=1), TextsField(), models.CharField(max_length=9, default="normal"),
    ]  # fmt: skip
    for number, field in enumerate(later):
        field.set_attributes_from_name(f"later{number}")

    class Upgraded(SimpleNamespace):
        _meta = SimpleNamespace(concrete_fields=[*cycle._meta.concrete_fields, *later])

    upgraded = Upgraded(**vars(cycle))
    vars(upgraded).update(later0="", later1=None, later2=False, later3=1, later4={}, later5="normal")
    assert audit.row_digest(upgraded) == audit.row_digest(cycle)
    for number, value in enumerate(("x", 0, True, 0, {"_": "sq"}, "")):
        said = Upgraded(**{**vars(upgraded), f"later{number}": value})
        assert audit.row_digest(said) != audit.row_digest(cycle), number


def test_a_deleted_row_is_found(cycle):
    Cycle.objects.of(cycle.municipality_id).delete()
    assert whats() == [f"people_cycle {cycle.pk} was deleted without a record"]


def test_a_changed_record_is_found(cycle):
    tamper("UPDATE core_audit SET actor = %s WHERE verb = %s", "person:x", "people.cycle_begun")
    assert "this record was changed" in whats()


def test_a_cut_end_is_found_even_when_the_head_was_cut_with_it(cycle):
    audit_heads.keep(now=timezone.now())
    mine = cycle.municipality_id
    tamper("DELETE FROM core_audit WHERE verb = %s", "people.cycle_begun")
    last = Audit.objects.filter(municipality_id=mine).order_by("-seq").first()
    AuditHead.objects.filter(municipality_id=mine).update(seq=last.seq if last else 0, hash=last.hash if last else "")
    assert whats() == ["differs from the kept head: the chain was cut or rewritten"]


def test_a_rewritten_chain_is_found_against_the_kept_head(cycle):
    audit_heads.keep(now=timezone.now())
    triggers.remove(connection)
    prev = ""
    for entry in Audit.objects.filter(municipality_id=cycle.municipality_id).order_by("seq"):
        entry.actor, entry.prev = "system:forged", prev
        entry.hash = prev = audit.record_hash(entry)
        Audit.objects.filter(municipality_id=entry.municipality_id, seq=entry.seq).update(
            actor=entry.actor, prev=entry.prev, hash=entry.hash
        )
    AuditHead.objects.filter(municipality_id=cycle.municipality_id).update(hash=prev)
    triggers.install(connection)
    assert whats() == ["differs from the kept head: the chain was cut or rewritten"]


def test_a_forged_head_file_is_found(cycle, settings):
    audit_heads.keep(now=timezone.now())
    file = settings.KEYS_FOLDER / "audit-heads.jsonl"
    whole = file.read_text()
    try:
        file.write_text(whole.replace('"seq": ', '"seq": 9'))
        assert "a kept head: its mark does not fit" in whats()
    finally:
        file.unlink()


def test_a_bulk_act_is_one_record_whose_leaves_are_checked(roskovec):
    with transaction.atomic():
        rows = Cycle.objects.bulk_create(
            Cycle(
                municipality=roskovec, name={"sq": str(n), "_": "sq"}, starts=date(2020 + n, 1, 1),
                ends=date(2020 + n, 12, 31), ended_at=timezone.now(),
            )
            for n in range(3)
        )  # fmt: skip
        audit.record_many("people.cycles_imported", by=BY, municipality=roskovec, rows=rows)
    assert whats() == []
    Cycle.objects.of(roskovec).filter(pk=rows[1].pk).update(ends=date(2031, 1, 1))
    assert whats() == [f"people_cycle {rows[1].pk} was changed without a record"]


def test_an_act_with_two_records_holds_the_chain_once_and_fits(roskovec, cycle, django_assert_num_queries):
    cycle.ends = date(2027, 12, 31)
    with transaction.atomic(), django_assert_num_queries(4):
        cycle.save(update_fields=["ends"])
        chain = audit.Chain(by=BY, municipality=roskovec)
        chain.record("people.cycle_changed", cycle)
        chain.record("people.municipality_changed", roskovec)
        chain.write()
    entries = list(Audit.objects.filter(municipality_id=roskovec.pk).order_by("seq"))[-3:]
    assert [entry.seq - entries[0].seq for entry in entries] == [0, 1, 2]
    assert [entry.prev for entry in entries[1:]] == [entry.hash for entry in entries[:2]]
    assert AuditHead.objects.get(pk=roskovec.pk).hash == entries[-1].hash
    assert whats() == []


def test_it_is_written_in_the_transaction_of_the_act(roskovec):
    class Undone(Exception):
        pass

    before = Audit.objects.count()

    def act():
        with transaction.atomic():
            audit.note("people.looked", by=BY, municipality=roskovec)
            raise Undone

    with pytest.raises(Undone):
        act()
    assert Audit.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError):
        audit.note("people.looked", by=BY, municipality=None)
