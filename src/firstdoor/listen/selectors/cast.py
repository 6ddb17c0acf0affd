"""All votes of a conversation as arrays, read once and then only what changed.

A million votes take a database and Python seconds as rows; here a participant's come as one text. A process keeps what it
read, with the number that each participant's acts had then; next time only those are read whose acts went on. Acts are
written with the votes in one transaction and read before them, so what is kept is never taken for newer than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from django.db.models import Aggregate, BigIntegerField, F, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from firstdoor.listen.models import Conversation, Participant

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
MOST = 32  # conversations that a process keeps
AT_ONCE = 500  # participants asked for by number
HALF = 0.5  # from such a share of changed participants on all are read
BASE = 2**32  # above any count of acts

_kept: dict[Any, _Read] = {}
_lock = Lock()


class _Joined(Aggregate):
    """Whole numbers of many rows as one text, with commas between."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same where it has another name."""
        template = "%(function)s((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, function="STRING_AGG", template=template, **context)


@dataclass(frozen=True, slots=True)
class _Read:
    """Participants' numbers, ascending, and their acts; votes as (participant's number, statement's number, value)."""

    people: Ints
    acts: Ints
    votes: Rows


def cast_votes(of: Conversation) -> Rows:
    """Every vote on any statement, shape (v, 3): participant's number, statement's number, value; not to be written to.

    Votes of those who are left out, and on statements that are not shown, too. 2 queries, and 1 for each 500 participants
    whose votes changed since this process last read them; all of them the first time.
    """
    with _lock:
        before = _kept.get(of.pk)
    people, acts = _acts(of)
    if before is None:
        now = _Read(people, acts, _votes(of, None))
    else:
        known = dict(zip(before.people.tolist(), before.acts.tolist(), strict=True))
        stay = np.array(
            [known.get(n) == count for n, count in zip(people.tolist(), acts.tolist(), strict=True)], dtype=bool
        )
        if stay.all() and len(people) == len(before.people):
            return before.votes
        changed = people[~stay]
        if len(changed) > HALF * len(people):
            votes = _votes(of, None)
        else:
            top = int(max(people.max(initial=0), before.people.max(initial=0)))
            same = np.zeros(top + 1, dtype=bool)
            same[people[stay]] = True
            votes = np.concatenate([before.votes[same[before.votes[:, 0]]], _votes(of, changed.tolist())])
        now = _Read(people, acts, votes)
    now.votes.setflags(write=False)
    with _lock:
        if len(_kept) >= MOST and of.pk not in _kept:
            _kept.clear()
        _kept[of.pk] = now
    return now.votes


def _acts(of: Conversation) -> tuple[Ints, Ints]:
    """The participants' numbers, ascending, and their acts. 1 query."""
    both = Cast(F("number"), BigIntegerField()) * BASE + F("acts")
    rows = Participant.objects.of(of.municipality_id).filter(conversation=of)
    told = np.sort(_numbers(rows.aggregate(all=_Joined(both))["all"]))
    return told // BASE, told % BASE


def _votes(of: Conversation, people: list[int] | None) -> Rows:
    """The votes of participants by number, or of all. 1 query for each 500, or 1."""
    rows = Participant.objects.of(of.municipality_id).filter(conversation=of, votes__isnull=False).order_by()
    asked = [rows] if people is None else [
        rows.filter(number__in=people[at : at + AT_ONCE]) for at in range(0, len(people), AT_ONCE)
    ]  # fmt: skip
    said = F("votes__statement__number") * 3 + F("votes__value") + 1
    found = [pair for each in asked for pair in each.values_list("number").annotate(said=_Joined(said))]
    texts = [text for _number, text in found]
    answers = _numbers(",".join(texts), np.int32)
    votes = np.empty((len(answers), 3), dtype=np.int32)
    votes[:, 0] = np.repeat([number for number, _text in found], [text.count(",") + 1 for text in texts])
    votes[:, 1], votes[:, 2] = answers // 3, answers % 3 - 1
    return votes


def _numbers(text: str | None, kind: Any = np.int64) -> NDArray[Any]:
    return np.fromstring(text, dtype=kind, sep=",") if text else np.zeros(0, dtype=kind)
