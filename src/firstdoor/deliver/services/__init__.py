"""The verbs of this room."""

from firstdoor.deliver.services.ask_back import answer_ask_back

__all__ = ["answer_ask_back"]
