"""What belongs to a municipality stays with it: managers that name it, and composite keys in the database.

For each reference between two tenant tables `install` adds, beside Django's own key, on PostgreSQL a composite
foreign key (municipality, id) and on SQLite a trigger that refuses a row whose target is another municipality's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from firstdoor.core.ids import uuid7

if TYPE_CHECKING:
    from uuid import UUID


class TenantQuerySet(models.QuerySet[Any]):
    """Rows of tenant tables."""

    def of(self, municipality: Any) -> Self:
        """Only that municipality's. Takes the municipality or its id."""
        return self.filter(municipality_id=getattr(municipality, "pk", municipality))


TenantManager = models.Manager.from_queryset(TenantQuerySet)


class TenantBase(models.Model):
    """A row of one municipality. `places.tenant.Tenant` adds the reference to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objects = TenantManager()

    if TYPE_CHECKING:
        municipality_id: UUID

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key between two tenant tables."""

    table: str
    column: str
    target: str

    @property
    def name(self) -> str:
        """The name of the composite key or trigger; under PostgreSQL's 63 characters."""
        return f"same_municipality_{self.table}_{self.column}"[:63]


def references() -> Iterator[Reference]:
    """Each foreign key from one tenant table to another."""
    for model in apps.get_models():
        if not issubclass(model, TenantBase):
            continue
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model and issubclass(field.related_model, TenantBase):
                yield Reference(model._meta.db_table, str(field.column), field.related_model._meta.db_table)


def install(connection: BaseDatabaseWrapper) -> None:
    """Add what is missing. Safe to run again."""
    tables = set(connection.introspection.table_names())
    wanted = [reference for reference in references() if {reference.table, reference.target} <= tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint")
            present = {row[0] for row in cursor.fetchall()}
            for target in sorted({reference.target for reference in wanted}):
                unique = f"tenant_{target}"[:63]
                if unique not in present:
                    cursor.execute(f'ALTER TABLE "{target}" ADD CONSTRAINT "{unique}" UNIQUE (municipality_id, id)')
            for reference in wanted:
                if reference.name not in present:
                    cursor.execute(
                        f'ALTER TABLE "{reference.table}" ADD CONSTRAINT "{reference.name}" '
                        f'FOREIGN KEY (municipality_id, "{reference.column}") '
                        f'REFERENCES "{reference.target}" (municipality_id, id) DEFERRABLE INITIALLY DEFERRED'
                    )
        else:
            for reference in wanted:
                for event in ("INSERT", "UPDATE"):
                    cursor.execute(_sqlite_trigger(reference, event))


def _sqlite_trigger(reference: Reference, event: str) -> str:
    # Refuses a wrong target, not a missing one: Django's own key, checked at commit, sees to that.
    return (
        f'CREATE TRIGGER IF NOT EXISTS "{reference.name}_{event.lower()}" BEFORE {event} ON "{reference.table}" '
        f'WHEN NEW."{reference.column}" IS NOT NULL AND EXISTS (SELECT 1 FROM "{reference.target}" '
        f'WHERE id = NEW."{reference.column}" AND municipality_id <> NEW.municipality_id) '
        "BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed: another municipality'); END"
    )
