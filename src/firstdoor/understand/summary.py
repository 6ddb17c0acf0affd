"""What a map says, as plain numbers to keep: what unites, where groups differ, what is undecided, and the drawing.

Small numbers are honoured here, before anything is kept: a statement is counted from `LEAST` votes on and stands on the
map's axes from then on; where one group has fewer people than that none is described, since the others and the total
would tell what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firstdoor.methods.opinions import OpinionMap, Shown, Votes, collect, interval, opinion_map, steady

LEAST = 5  # people or votes that may be told of
MOST = 5  # statements in a list
ALL, EACH = 0.7, 0.6  # what of all, and of each group, has to agree for "nearly everybody"
WIDTH, HEIGHT, EDGE = 640, 440, 36  # of the drawing
MARKS = 600  # up to so many people each has a mark of their own
CELL = 16  # else those who stand in one square of so many units share one
DIGITS = 9  # significant ones of what the reader's device computes with

Cast = NDArray[np.integer[Any]]  # a vote a row: participant's number, statement's number, value


def told(votes: Cast, numbers: Sequence[int]) -> tuple[dict[int, list[int]], Votes | None]:
    """Agree, disagree, pass of each statement, and the votes on those of which may be told; None without any."""
    known = np.array(sorted(numbers), dtype=np.int64)
    statement = np.searchsorted(known, votes[:, 1])
    # Disagree, pass, agree are counted, and told as agree, disagree, pass.
    table = np.bincount(statement * 3 + votes[:, 2] + 1, minlength=3 * len(known)).reshape(-1, 3)[:, [2, 0, 1]]
    counts = dict(zip(known.tolist(), table.tolist(), strict=True))
    enough = table.sum(axis=1) >= LEAST
    kept = enough[statement] if len(known) else np.zeros(0, dtype=bool)
    if not kept.any():
        return counts, None
    people, person = np.unique(votes[kept, 0], return_inverse=True)
    return counts, collect(
        person, (np.cumsum(enough) - 1)[statement[kept]], votes[kept, 2],
        participants=[str(one) for one in people.tolist()], statements=[str(one) for one in known[enough].tolist()],
    )  # fmt: skip


def drawn(votes: Cast, numbers: Sequence[int], before: Shown) -> tuple[dict[str, Any], Shown, OpinionMap | None]:
    """What the conversation says now, what was shown for the next time, and the map that it was read from.

    Only of the statements in `numbers`: another one may have come to be shown before the votes were read.
    """
    votes = np.asarray(votes).reshape(-1, 3)
    votes = votes[np.isin(votes[:, 1], numbers)]
    counts, gathered = told(votes, numbers)
    people = len(np.unique(votes[:, 0]))
    found: dict[str, Any] = {
        "people": people, "votes": len(votes), "mapped": 0, "why": "few_people", "k": 0,
        "counts": {str(number): three for number, three in counts.items()},
        "agreed": [], "refused": [], "undecided": [], "groups": [], "dots": [], "labels": [], "axes": {},
    }  # fmt: skip
    if gathered is None or people < LEAST:
        return found, before, None
    one, letters, shown = steady(opinion_map(gathered), before)
    return found | _described(one, letters), shown, one


def _described(one: OpinionMap, letters: Sequence[str]) -> dict[str, Any]:
    numbers = [int(name) for name in one.votes.statements]
    k = one.structure.k
    small = k > 1 and int(one.sizes.min()) < LEAST
    why = "too_small" if small else "" if k > 1 else one.structure.reason
    totals = one.all_counts
    agreed = _shared(one, one.counts.agree, totals.agree[0], one.consensus)
    refused = _shared(one, one.counts.disagree, totals.disagree[0], one.consensus_disagree)
    groups = [] if why else [_group(one, letters, group) for group in range(k)]
    taken = {*agreed, *refused}
    if groups:
        taken |= {numbers.index(said[0]) for group in groups for said in group["said"]} | _split(one)
    return {
        "mapped": int(one.inside.sum()), "why": why, "k": k, "groups": groups,
        "agreed": [numbers[at] for at in agreed], "refused": [numbers[at] for at in refused],
        "undecided": [numbers[at] for at in _undecided(one, taken)], **_picture(one, letters if groups else ()),
    }  # fmt: skip


def _shared(one: OpinionMap, by_group: Any, total: Any, order: Any) -> list[int]:
    """What at least `ALL` of all and `EACH` of every group say, the most shared first."""
    chosen = []
    for at in np.argsort(-np.asarray(order), kind="stable").tolist():
        seen = one.counts.seen[:, at]
        each = by_group[:, at][seen > 0] / seen[seen > 0]
        if total[at] >= ALL * one.all_counts.seen[0, at] and (each >= EACH).all():
            chosen.append(at)
    return chosen[:MOST]


def _split(one: OpinionMap) -> set[int]:
    """Statements on which each group knows what it holds, one this and another that: they are not undecided."""
    seen = np.maximum(one.counts.seen, 1)
    yes = (one.counts.agree / seen >= EACH).any(axis=0)
    no = (one.counts.disagree / seen >= EACH).any(axis=0)
    return set(np.flatnonzero(yes & no).tolist())


def _undecided(one: OpinionMap, taken: set[int]) -> list[int]:
    """Where agree and disagree cannot be told apart, or most pass; the closest first."""
    chosen = []
    for at in range(len(one.votes.statements)):
        agree, disagree, n = (
            int(row[0, at]) for row in (one.all_counts.agree, one.all_counts.disagree, one.all_counts.seen)
        )
        low, high = interval(agree, agree + disagree)
        if at not in taken and ((float(low) < 0.5 < float(high)) or 2 * (n - agree - disagree) > n):
            chosen.append((abs(agree - disagree) / n, at))
    return [at for _gap, at in sorted(chosen)][:MOST]


def _group(one: OpinionMap, letters: Sequence[str], group: int) -> dict[str, Any]:
    """Its letter, how many, and what sets it apart: number, whether it agrees, percent of it and of the others.

    The list's first statement is what the group agrees with most; where all do, Polis's rule names it as one it refuses.
    It sets nobody apart then, and is told with what nearly everybody holds.
    """
    counts, said = one.counts, []
    for each in one.representative[group]:
        agrees = each.direction == "agree"
        yes = (counts.agree if agrees else counts.disagree)[:, each.statement]
        seen = counts.seen[:, each.statement]
        others, theirs = int(seen.sum() - seen[group]), int(yes.sum() - yes[group])
        if seen[group] < LEAST or others < LEAST:
            continue
        shares = round(100 * int(yes[group]) / int(seen[group])), round(100 * theirs / others)
        if shares[0] > shares[1]:
            said.append([int(one.votes.statements[each.statement]), agrees, *shares])
    return {"letter": letters[group], "people": int(one.sizes[group]), "said": said}


def _picture(one: OpinionMap, letters: Sequence[str]) -> dict[str, Any]:
    """The people of the map as they stand, in an order that says nothing; where each letter goes; and what a reader's
    device needs to find the own place: means, axes and the middle of each group, and how places become the drawing's."""
    points, labels = one.positions[one.inside], one.labels[one.inside]
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    scale = min((side - 2 * EDGE) / max(extent, 1e-9) for side, extent in zip((WIDTH, HEIGHT), span, strict=True))
    scale, middle = min(scale, 1e6), low + span / 2
    spots = (points - middle) * scale * (1, -1) + (WIDTH / 2, HEIGHT / 2)
    group = labels if letters else np.zeros(len(labels), dtype=int)
    places, centres = [], []
    for number, letter in enumerate(letters):
        x, y = np.median(spots[labels == number], axis=0)
        places.append([letter, round(x), round(y)])
        centres.append([letter, *_digits(points[labels == number].mean(axis=0))])
    axes = {
        "statements": [int(name) for name in one.votes.statements], "means": _digits(one.axes.means),
        "x": _digits(one.axes.vectors[0]), "y": _digits(one.axes.vectors[1]), "centres": centres,
        "scale": _digits([scale])[0], "middle": _digits(middle),
    }  # fmt: skip
    return {"dots": _dots(spots, group, letters), "labels": places, "axes": axes}


def _dots(spots: Any, group: Any, letters: Sequence[str]) -> list[list[Any]]:
    """x, y, letter and size, by place. Many people share a mark where they stand close together, the larger the more."""
    if len(spots) > MARKS:
        spots = (np.floor(spots / CELL) + 0.5) * CELL
    where = np.column_stack([np.rint(spots).astype(int), group])
    if len(spots) > MARKS:
        where, people = np.unique(where, axis=0, return_counts=True)
    else:
        where, people = where[np.lexsort(where.T[::-1])], np.ones(len(where), dtype=int)
    sizes = np.minimum(0.7 + 0.3 * np.sqrt(people), 1.9).round(2)
    return [
        [x, y, letters[at] if letters else "", size]
        for (x, y, at), size in zip(where.tolist(), sizes.tolist(), strict=True)
    ]


def _digits(values: Any) -> list[float]:
    return [float(f"{value:.{DIGITS}g}") for value in np.asarray(values).tolist()]
