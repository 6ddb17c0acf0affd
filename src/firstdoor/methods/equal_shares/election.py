"""What is counted: projects, costs, a budget and ballots, made ready so that any number of counts can be run over it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Number = int | Fraction


class Utility(StrEnum):
    """How much a voter is taken to gain from a project that her ballot names."""

    COST = "cost"  # what the project costs: an approval counts the money it moves
    COUNT = "count"  # 1
    SCORE = "score"  # the points that she gave
    BORDA = "borda"  # ranked ballots: how many stand below it on her ballot (last: 0)
    RANK_POINTS = "rank-points"  # ranked ballots: one more than that (last: 1)


_GRADED = (Utility.SCORE, Utility.BORDA, Utility.RANK_POINTS)  # the others are 1 for each project named


class Ties(StrEnum):
    """What decides between projects that are exactly equal."""

    CHEAPEST = "cheapest"  # lowest cost, then most votes, then smallest id as a string
    LEXICO = "lexico"  # smallest id as a string


@dataclass(frozen=True, slots=True)
class Pattern:
    """All ballots that say the same: `gains` holds (project, utility) with utility > 0, projects ascending."""

    gains: tuple[tuple[int, int], ...]
    voters: int


@dataclass(frozen=True, slots=True)
class Election:
    """Ballots grouped by what they say, in an order that does not depend on the order of the voters.

    Projects are numbered as in `ids`. Utilities of scores are scaled to integers, which changes no outcome; for
    Utility.COST and Utility.COUNT they are 1 and the cost comes in where payments are compared.
    """

    budget: Fraction
    ids: tuple[str, ...]
    costs: tuple[Fraction, ...]
    voters: int
    votes: tuple[int, ...]  # ballots that name the project
    patterns: tuple[Pattern, ...]
    utility: Utility
    pattern_of: tuple[int, ...]  # for each ballot, in the order given
    wish: int | None  # the utility of a project for a further voter who names it alone; None for ranks
    wish_points: Fraction | None  # and how many points that is, where voters give points

    def ranks(self, ties: Ties) -> tuple[int, ...]:
        """For each project its place in the order that decides ties, 0 first."""

        def key(p: int) -> tuple[Number, int, str]:
            return (self.costs[p], -self.votes[p], self.ids[p]) if ties is Ties.CHEAPEST else (0, 0, self.ids[p])

        ranks = [0] * len(self.ids)
        for rank, p in enumerate(sorted(range(len(self.ids)), key=key)):
            ranks[p] = rank
        return tuple(ranks)

    def support(self) -> tuple[int, ...]:
        """For each project the sum of its utilities over all ballots (for COST and COUNT: its supporters)."""
        total = [0] * len(self.ids)
        for pattern in self.patterns:
            for p, gain in pattern.gains:
                total[p] += gain * pattern.voters
        return tuple(total)


def election(
    *,
    budget: Number,
    costs: Mapping[str, Number],
    ballots: Iterable[Sequence[str]],
    points: Iterable[Sequence[Number] | None] | None = None,
    utility: Utility | str = Utility.COST,
    times: Iterable[int] | None = None,
    most_points: Number | None = None,
) -> Election:
    """Group ballots for counting.

    Parameters
    ----------
    budget : int or Fraction, >= 0
    costs : mapping from project id to int or Fraction >= 0
        Money in any unit, the same as `budget`. Floats are refused: 0.1 is not a tenth.
    ballots : iterable of sequences of ids
        One for each voter, empty ones too: they hold a share of the budget. Order matters for ranks only. A project named
        twice on a ballot counts once, where it stands first.
    points : iterable of sequences of numbers, for Utility.SCORE
        One number for each project named. Points of zero or less support nothing.
    utility : Utility
    times : iterable of int >= 0, optional
        How many voters gave each ballot, where equal ones are grouped already; one each when it is not given.
    most_points : int or Fraction > 0, optional, for Utility.SCORE
        What a voter may give to one project; the most that anybody gave when it is not given. It decides nothing, but says
        what a further vote for a project would be: a voter who gives it so many and nothing else.

    Raises
    ------
    ValueError
        For a negative amount, a float, a project without cost, or points that don't match the ballots.

    Examples
    --------
    >>> e = election(budget=10, costs={"a": 4, "b": 6}, ballots=[["a"], ["b", "a"], ["a"], []])
    >>> e.voters, e.votes, [(pattern.gains, pattern.voters) for pattern in e.patterns]
    (4, (3, 1), [((), 1), (((0, 1),), 2), (((0, 1), (1, 1)), 1)])
    """
    utility = Utility(utility)
    number = {name: p for p, name in enumerate(costs)}
    given = [tuple(ballot) for ballot in ballots]
    scores = _scores(points, given) if utility is Utility.SCORE else None
    each = [1] * len(given) if times is None else list(times)
    if len(each) != len(given) or min(each, default=0) < 0:
        raise ValueError(f"{len(each)} numbers of voters for {len(given)} ballots, none of them below 0")
    said: dict[Hashable, int] = {}
    order = [said.setdefault(one, len(said)) for one in (given if scores is None else zip(given, scores, strict=True))]
    voters_of = [0] * len(said)
    example = [0] * len(said)
    for at, (one, number_of) in enumerate(zip(order, each, strict=True)):
        voters_of[one] += number_of
        example[one] = at
    named: list[list[tuple[int, Number]]] = []
    if utility in _GRADED:
        named = [_gains(given[at], scores[at] if scores else None, number, utility) for at in example]
        scale = _scale(named, most_points)
        whole = _whole(named, scale)
    else:
        whole, scale = _chosen([given[at] for at in example], number), 1
    votes = [0] * len(number)
    for gains, number_of in zip(named or whole, voters_of, strict=True):
        for p, _gain in gains:
            votes[p] += number_of
    voters: dict[tuple[tuple[int, int], ...], int] = {}
    for key, number_of in zip(whole, voters_of, strict=True):
        voters[key] = voters.get(key, 0) + number_of
    patterns = tuple(Pattern(key, voters[key]) for key in sorted(voters))
    place = {pattern.gains: at for at, pattern in enumerate(patterns)}
    wish = _wish(utility, whole, scale, most_points)
    return Election(
        budget=_amount(budget, "the budget"),
        ids=tuple(costs),
        costs=tuple(_amount(cost, f'the cost of "{name}"') for name, cost in costs.items()),
        voters=sum(each),
        votes=tuple(votes),
        patterns=patterns,
        utility=utility,
        pattern_of=tuple(place[whole[at]] for at in order),
        wish=wish,
        wish_points=Fraction(wish, scale) if wish and utility is Utility.SCORE else None,
    )


def _wish(
    utility: Utility, whole: list[tuple[tuple[int, int], ...]], scale: int, most_points: Number | None
) -> int | None:
    if utility is not Utility.SCORE:
        return None if utility in _GRADED else 1
    if most_points is None:
        return max((gain for gains in whole for _p, gain in gains), default=1)
    if not isinstance(most_points, int | Fraction) or most_points <= 0:
        raise ValueError("the most points for one project must be an int or a Fraction above 0")
    return int(most_points * scale)


def _amount(number: Number, what: str) -> Fraction:
    if not isinstance(number, int | Fraction):
        raise ValueError(f"{what} must be an int or a Fraction, not {type(number).__name__}")
    if number < 0:
        raise ValueError(f"{what} is negative")
    return Fraction(number)


def _scores(
    points: Iterable[Sequence[Number] | None] | None, given: list[tuple[str, ...]]
) -> list[tuple[Number, ...] | None]:
    if points is None:
        raise ValueError("ballots without points have no score")
    scores = [None if one is None else tuple(one) for one in points]
    if len(scores) != len(given):
        raise ValueError(f"{len(scores)} lists of points for {len(given)} ballots")
    return scores


def _chosen(given: list[tuple[str, ...]], number: Mapping[str, int]) -> list[tuple[tuple[int, int], ...]]:
    """The projects that each ballot names, ascending, each of utility 1."""
    gains = {name: (p, 1) for name, p in number.items()}
    try:
        return [tuple(sorted({gains[name] for name in names})) for names in given]
    except KeyError as unknown:
        raise _unknown(unknown) from None


def _unknown(name: KeyError) -> ValueError:
    return ValueError(f'a vote for "{name.args[0]}", which has no cost')


def _scale(named: list[list[tuple[int, Number]]], most: Number | None) -> int:
    """What makes all these utilities whole."""
    also = {most.denominator} if isinstance(most, int | Fraction) else {1}
    return math.lcm(1, *also, *{gain.denominator for gains in named for _p, gain in gains})


def _whole(named: list[list[tuple[int, Number]]], scale: int) -> list[tuple[tuple[int, int], ...]]:
    """Projects ascending with utilities above 0, all multiplied by `scale`."""
    return [tuple(sorted((p, int(gain * scale)) for p, gain in gains if gain > 0)) for gains in named]


def _gains(
    names: tuple[str, ...], score: tuple[Number, ...] | None, number: Mapping[str, int], utility: Utility
) -> list[tuple[int, Number]]:
    """(project, utility) for each project that a ballot names, once each; utilities may be 0 or less here."""
    try:
        first = {number[name]: at for at, name in reversed(list(enumerate(names)))}
    except KeyError as unknown:
        raise _unknown(unknown) from None
    if utility is Utility.SCORE and (score is None or len(score) != len(names)):
        raise ValueError(f"{0 if score is None else len(score)} points for {len(names)} projects")
    gains: list[tuple[int, Number]] = []
    for place, (p, at) in enumerate(sorted(first.items(), key=lambda one: one[1])):
        gain: Number = len(first) - place - 1 if utility is Utility.BORDA else len(first) - place
        if score is not None:
            gain = score[at]
            if not isinstance(gain, int | Fraction):
                raise ValueError(f"points must be int or Fraction, not {type(gain).__name__}")
        gains.append((p, gain))
    return gains
