"""Conversations: everybody takes part, who handles cases holds them, who works here looks on."""

from datetime import timedelta

from django.utils import timezone

from firstdoor.core import texts
from firstdoor.core.actor import system
from firstdoor.listen.selectors.patterns import patterns as patterns_of
from firstdoor.listen.services import booklets, conversations, hands, patterns, statements, voting
from tests.doors import EVERYBODY, HANDLES_CASES, WORKS_HERE, Door

BY = system("test")


def _a_draft(municipality):
    today = timezone.localdate()
    # A slug that the other municipality has not, so that its row is not found under ours.
    row = conversations.prepare_conversation(
        by=BY, municipality=municipality, title=texts.make("sq", f"Rruga {municipality.slug}", en="The road"),
        question=texts.make("sq", "Si?", en="How?"), opens_on=today, closes_on=today + timedelta(days=7),
    )  # fmt: skip
    for words in ("Duam dritë.", "Duam trotuar.", "Duam qetësi."):
        statements.begin_with(by=BY, municipality=municipality, conversation=row, words=texts.make("sq", words))
    return row


def a_draft(world, municipality):
    """A conversation with enough statements to be opened."""
    return _a_draft(municipality)


def an_open_one(world, municipality):
    """A conversation in which people vote."""
    row = _a_draft(municipality)
    conversations.open_conversation(by=BY, municipality=municipality, conversation=row)
    return row


def a_show_of_hands(world, municipality):
    """Hands that were raised in a conversation that is open."""
    row = an_open_one(world, municipality)
    return hands.write_hands(
        by=BY, municipality=municipality, conversation=row, held_on=row.opens_on, place="Vatra", counts={1: (9, 1, 0)}
    )


def _hands(row):
    return {"name": row.conversation.slug, "pk": row.pk}


def answers_left_out(world, municipality):
    """Five people with the same eight answers, left out of the map."""
    row = _a_draft(municipality)
    for number in range(4, 9):
        words = texts.make("sq", f"Fjalia {number}.")
        statements.begin_with(by=BY, municipality=municipality, conversation=row, words=words)
    conversations.open_conversation(by=BY, municipality=municipality, conversation=row)
    voting.enter_booklets(
        by=BY, municipality=municipality, conversation=row, booklets=[dict.fromkeys(range(1, 9), 1)] * 5
    )
    (pattern,) = patterns_of(row)
    return patterns.leave_out(
        by=BY, municipality=municipality, conversation=row, key=pattern.key, reason=texts.make("sq", "Një njeri.")
    )


def a_booklet(world, municipality):
    """A booklet that was entered."""
    row = an_open_one(world, municipality)
    (booklet,) = booklets.print_booklets(by=BY, municipality=municipality, conversation=row, n=1)
    booklets.enter_booklet(by=BY, municipality=municipality, conversation=row, number=booklet.number, answers=[1, 1, 1])
    return booklet


def _booklet(row):
    return {"name": row.conversation.slug, "number": row.number}


def _of(row):
    return {"name": row.slug}


def _first(row):
    return {"name": row.slug, "number": 1}


def _holds(**more):
    return Door(**{"may": HANDLES_CASES, "row": a_draft, "args": _of, **more})


ON_PAPER = HANDLES_CASES | {"community_focal_point"}

DOORS = {
    "conversations": Door(may=EVERYBODY),
    "conversation": Door(may=EVERYBODY, post=422, row=an_open_one, args=_of),
    "conversation_write": Door(may=EVERYBODY, post=422, row=an_open_one, args=_of),
    "desk_conversations": Door(may=WORKS_HERE),
    "desk_conversation": Door(may=WORKS_HERE, row=a_draft, args=_of),
    "desk_conversation_new": Door(may=HANDLES_CASES, post=422),
    "desk_conversation_change": _holds(post=422),
    "desk_conversation_begin_with": _holds(post=422),
    "desk_conversation_sources": _holds(),
    "desk_conversation_open": _holds(get=None, post=302),
    "desk_conversation_close": _holds(get=None, post=302, row=an_open_one),
    "desk_hands": Door(may=ON_PAPER, row=an_open_one, args=_of),
    "desk_hands_new": Door(may=ON_PAPER, post=422, row=an_open_one, args=_of),
    "desk_hands_change": Door(may=ON_PAPER, post=422, row=a_show_of_hands, args=_hands),
    "desk_hands_take_away": Door(may=ON_PAPER, get=None, post=302, row=a_show_of_hands, args=_hands),
    "conversation_about_you": Door(may=EVERYBODY, post=422, row=an_open_one, args=_of),
    # Whoever has not voted there is led to where people vote.
    "conversation_hear": Door(may=EVERYBODY, get=302, post=302, row=an_open_one, args=_of),
    "conversation_short": Door(may=EVERYBODY, get=302, row=an_open_one, args=_of),
    "desk_booklets": Door(may=ON_PAPER, post=422, row=an_open_one, args=_of),
    "desk_booklets_print": _holds(post=422),
    "desk_booklet": Door(may=ON_PAPER, row=a_booklet, args=_booklet),
    "desk_booklet_take_back": Door(may=ON_PAPER, get=None, post=302, row=a_booklet, args=_booklet),
    "desk_conversation_poster": Door(
        may=WORKS_HERE, row=an_open_one, args=lambda row: {"name": row.slug, "size": "a4"}
    ),
    "desk_patterns": _holds(post=422, row=an_open_one),
    "desk_patterns_put_back": _holds(get=None, post=302, row=answers_left_out, args=_hands),
    "desk_statement": _holds(post=422, args=_first),
    "desk_statement_show": _holds(get=None, post=302, args=_first),
    "desk_statement_translation": _holds(get=None, post=302, args=_first),
    "desk_statement_merge": _holds(get=None, post=422, args=_first),
}
