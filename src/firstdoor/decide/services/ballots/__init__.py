"""Ballots: prepared, opened with an electorate, voted, counted once."""

from firstdoor.decide.services.ballots import voting
from firstdoor.decide.services.ballots.alarms import sound
from firstdoor.decide.services.ballots.cards import Card, declare_dead, make_cards
from firstdoor.decide.services.ballots.classroom import (
    TURN_OVER,
    OutOfHours,
    TurnOver,
    cast_in_class,
    enter_class,
    in_hours,
    key_to_print,
    make_class_key,
    next_child,
    stop_class_key,
)
from firstdoor.decide.services.ballots.counting import count_ballot, finish_counts, left_keys
from firstdoor.decide.services.ballots.electorate import invite_by_email, strike_off, take_register
from firstdoor.decide.services.ballots.everybody import PuzzleRefused, code_by_letter, code_for_puzzle, new_puzzle
from firstdoor.decide.services.ballots.ideas import propose, review
from firstdoor.decide.services.ballots.paper import enter_paper, print_papers, settle_paper
from firstdoor.decide.services.ballots.preparing import (
    note_consent,
    open_ballot,
    place_option,
    prepare_ballot,
    put_option,
    take_option_out,
)
from firstdoor.decide.services.ballots.signing import SIGN, sign_count, signing_role
from firstdoor.decide.services.ballots.voting import (
    CodeRefused,
    TooLate,
    UnknownCode,
    cast,
    check_code,
    pass_of_register,
    receipt_hash,
)

__all__ = [
    "SIGN",
    "TURN_OVER",
    "Card",
    "CodeRefused",
    "OutOfHours",
    "PuzzleRefused",
    "TooLate",
    "TurnOver",
    "UnknownCode",
    "cast",
    "cast_in_class",
    "check_code",
    "code_by_letter",
    "code_for_puzzle",
    "count_ballot",
    "declare_dead",
    "enter_class",
    "enter_paper",
    "finish_counts",
    "in_hours",
    "invite_by_email",
    "key_to_print",
    "left_keys",
    "make_cards",
    "make_class_key",
    "new_puzzle",
    "next_child",
    "note_consent",
    "open_ballot",
    "pass_of_register",
    "place_option",
    "prepare_ballot",
    "print_papers",
    "propose",
    "put_option",
    "receipt_hash",
    "review",
    "settle_paper",
    "sign_count",
    "signing_role",
    "sound",
    "stop_class_key",
    "strike_off",
    "take_option_out",
    "take_register",
    "voting",
]
