"""What came of a conversation: for everybody; its votes as files once it is over."""

from firstdoor.core.actor import system
from firstdoor.listen.services import conversations, voting
from firstdoor.understand.services import draw_map
from tests.doors import EVERYBODY, Door
from tests.doors.listen_conversations import an_open_one

BY = system("test")


def one_that_is_over(world, municipality):
    """A conversation that six people took part in and that was closed."""
    row = an_open_one(world, municipality)
    voting.enter_booklets(by=BY, municipality=municipality, conversation=row, booklets=[{1: 1, 2: -1}] * 6)
    conversations.close_conversation(by=BY, municipality=municipality, conversation=row)
    return row


def one_that_is_drawn(world, municipality):
    """The same with its map."""
    row = one_that_is_over(world, municipality)
    draw_map(by=BY, municipality=municipality, conversation=row)
    return row


DOORS = {
    "conversation_results": Door(may=EVERYBODY, row=an_open_one, args=lambda row: {"name": row.slug}),
    "conversation_report": Door(may=EVERYBODY, row=one_that_is_drawn, args=lambda row: {"name": row.slug}),
    "conversation_wall": Door(may=EVERYBODY, row=an_open_one, args=lambda row: {"name": row.slug}),
    "conversation_data": Door(
        may=EVERYBODY, row=one_that_is_over, args=lambda row: {"name": row.slug, "file": "comments"}
    ),
}
