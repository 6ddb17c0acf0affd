"""The nouns of delivering."""

from firstdoor.deliver.models.pilot import CoachVisit, Milestone, Pilot, PilotPhoto, Reading, Spending
from firstdoor.deliver.models.promise import AskBack, MeasureState

__all__ = [
    "AskBack", "CoachVisit", "MeasureState", "Milestone", "Pilot", "PilotPhoto", "Reading", "Spending",
]  # fmt: skip
