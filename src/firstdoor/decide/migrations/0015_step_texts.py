"""What was written at a step of a session says in which language: words become `Texts`."""

from typing import Any

from django.db import migrations

from firstdoor.core import audit
from firstdoor.core.actor import system


def with_language(apps: Any, editor: Any) -> None:
    """Until now everything was written in the municipality's own language. The trail hears of it, as of any change."""
    steps = apps.get_model("decide", "Step").objects.using(editor.connection.alias)
    for step in steps.select_related("municipality").iterator():
        own = (step.municipality.languages or ["sq"])[0]
        step.content = {name: {own: words, "_": own} for name, words in step.content.items() if words}
        step.save(update_fields=["content"])
        audit.record(
            "decide.step_language_marked", by=system("migration"), municipality=step.municipality_id, about=step
        )


def without(apps: Any, editor: Any) -> None:
    """The original alone."""
    for step in apps.get_model("decide", "Step").objects.using(editor.connection.alias).iterator():
        step.content = {name: words[words["_"]] for name, words in step.content.items()}
        step.save(update_fields=["content"])
        audit.record(
            "decide.step_language_unmarked", by=system("migration"), municipality=step.municipality_id, about=step
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0002_schedule"), ("decide", "0014_statements_as_reasons")]

    operations = [migrations.RunPython(with_language, without)]
