"""The questions of this room."""

from firstdoor.understand.selectors.counts import Counts, Part, public_counts, public_years
from firstdoor.understand.selectors.heard import Heard, HeardIn, heard

__all__ = ["Counts", "Heard", "HeardIn", "Part", "heard", "public_counts", "public_years"]
