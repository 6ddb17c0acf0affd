"""Lanes: who may read confidential matter of one kind. `handled_by` in the theme table says which lane a theme has."""

from django.utils.translation import gettext_lazy as _

LANES = [
    ("state_police", _("State Police")),
    ("municipal_police", _("Municipal police")),
    ("referral", _("Referral coordinator")),
    ("child_protection", _("Child protection")),
    ("social_services", _("Social services")),
    ("health", _("Health centre")),
]
LANE_OF_HANDLER = {
    "State Police": "state_police",
    "municipal police": "municipal_police",
    "referral mechanism": "referral",
    "school and child protection": "child_protection",
    "child protection": "child_protection",
    "social services": "social_services",
    "health centre": "health",
}
