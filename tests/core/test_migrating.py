"""An update of the product finds a database with data in it: tables can change although triggers name them."""

import pytest
from django.db import connection, models
from django.utils import timezone

from firstdoor.core import triggers
from firstdoor.core.actor import system
from firstdoor.core.ids import uuid7
from firstdoor.listen.models import Case, CaseVoice
from firstdoor.listen.services import file_voice
from tests.world import make_municipality


def our_triggers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall() if name.startswith(("same_municipality_", "refuse_"))}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes a table anew to add a column")
def test_a_column_is_added_to_a_table_that_triggers_name():
    municipality = make_municipality("Roskovec")
    file_voice(
        by=system("test"), municipality=municipality, words="Dritë", language="sq", heard_at=timezone.now(),
        draft_key=uuid7(),
    )  # fmt: skip
    before = our_triggers()
    assert before
    triggers.before_migrate(sender=None, plan=[])
    assert our_triggers() == before
    triggers.before_migrate(sender=None, plan=["something"])
    assert not our_triggers()
    column = models.TextField(blank=True, default="")
    column.set_attributes_from_name("added_later")
    try:
        with connection.schema_editor() as editor:
            editor.add_field(Case, column)
        assert CaseVoice.objects.of(municipality).filter(case__number=1).exists()
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(Case, column)
        triggers.after_migrate(sender=None)
    assert our_triggers() == before
