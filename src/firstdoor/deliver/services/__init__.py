"""The verbs of this room."""

from firstdoor.deliver.services.ask_back import answer_ask_back
from firstdoor.deliver.services.coach import react_to_visit, write_visit
from firstdoor.deliver.services.measuring import mark_measured, take_reading
from firstdoor.deliver.services.pilots import (
    ChangedMeanwhile,
    OverBudget,
    add_milestone,
    add_photo,
    add_spending,
    change_pilot,
    decide_photo,
    delay_milestone,
    finish_milestone,
    mark_done,
    start_pilot,
    write_evaluation,
)
from firstdoor.deliver.services.promises import set_measure_state

__all__ = [
    "ChangedMeanwhile",
    "OverBudget",
    "add_milestone",
    "add_photo",
    "add_spending",
    "answer_ask_back",
    "change_pilot",
    "decide_photo",
    "delay_milestone",
    "finish_milestone",
    "mark_done",
    "mark_measured",
    "react_to_visit",
    "set_measure_state",
    "start_pilot",
    "take_reading",
    "write_evaluation",
    "write_visit",
]
