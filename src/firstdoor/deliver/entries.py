"""What this room shows in the desk's frame."""

from django.utils.translation import gettext_lazy as _

from firstdoor.core.desk import Entry

ENTRIES = (
    Entry(
        key="pilots",
        label=_("Pilots"),
        route="desk_pilots",
        permission="deliver.see_pilots",
        order=68,
        hint=_("Steps, money, photos, the coach's visits, before and after."),
        steps=("pilots", "evaluation"),
    ),
    Entry(
        key="promises",
        label=_("Promises"),
        route="desk_promises",
        permission="deliver.see_pilots",
        order=70,
        hint=_("How each measure stands, and why."),
    ),
)
