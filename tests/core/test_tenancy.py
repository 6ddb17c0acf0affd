"""What belongs to a municipality stays with it, held by the database for every reference there is."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from firstdoor.core import tenancy
from firstdoor.core.ids import uuid7

REFERENCES = sorted(tenancy.references(), key=lambda reference: reference.name)


def test_there_are_references_to_hold():
    assert len(REFERENCES) > 30


def test_names_fit_into_a_database_and_differ():
    names = [reference.name for reference in REFERENCES]
    assert len(set(names)) == len(names)


def fill(table, **given):
    """A row of `table` that holds nothing but what its columns ask for; no key is checked before the end."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    row = model(**given)
    for field in model._meta.concrete_fields:
        if field.attname in given or field.null or field.has_default():
            continue
        if field.is_relation:  # to nothing: Django's own keys are looked at when the transaction ends
            setattr(row, field.attname, uuid7())
            continue
        kind = field.get_internal_type()
        value = {"DateField": "2026-01-01", "DateTimeField": "2026-01-01T12:00:00Z", "BinaryField": b"x",
                 "BooleanField": False, "FloatField": 1.0, "UUIDField": row.pk}.get(kind)  # fmt: skip
        if value is None:
            value = field.choices[0][0] if field.choices else (1 if "Integer" in kind else "x")
        setattr(row, field.attname, value)
    return row


def insert(cursor, row):
    fields = row._meta.concrete_fields
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    cursor.execute(f'INSERT INTO "{row._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(fields))})', values)


@pytest.fixture(autouse=True)
def _checks_come_back(db):
    """On SQLite the switch is the connection's: no rollback turns it back for the tests after this one."""
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def without_checks(cursor, tables):
    """Only the keys are tried here; on PostgreSQL the checks come back with the end of the test's transaction."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        return
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the set-up left to be looked at
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


def refer(reference, ours, theirs):
    """Store a row of `ours` that refers to one of `theirs`; the database looks at once."""
    target = fill(reference.target, municipality_id=theirs.pk)
    row = fill(reference.table, municipality_id=ours.pk, **{reference.column: target.pk})
    with connection.cursor() as cursor, transaction.atomic():
        without_checks(cursor, {reference.target, reference.table})
        insert(cursor, target)
        insert(cursor, row)
        if connection.vendor == "postgresql":
            cursor.execute(f'SET CONSTRAINTS "{reference.name}" IMMEDIATE')


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda reference: reference.name)
def test_no_row_refers_to_another_municipalitys(reference, roskovec, berat):
    with pytest.raises(IntegrityError) as refused:
        refer(reference, roskovec, berat)
    words = str(refused.value)
    assert "another municipality" in words or reference.name in words
