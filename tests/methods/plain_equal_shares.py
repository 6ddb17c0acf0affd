"""Equal Shares from its definition: plain fractions, no grouping, no floats, no jumps. Slow, and easy to believe."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Out = Callable[[list[str]], set[str]]  # projects that may not be bought any more when these are
Gains = Sequence[Mapping[str, Fraction]]  # for each voter: project -> utility > 0


def price(cost: Fraction, supporters: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The least rho at which the sum of min(left, rho * u) is the cost; None when they hold less."""
    if sum(left for left, _u in supporters) < cost:
        return None
    at = sorted(left / u for left, u in supporters)
    for rho in at:  # the sum is linear between two of these
        total = sum(min(left, rho * u) for left, u in supporters)
        if total >= cost:
            rich = [(left, u) for left, u in supporters if left / u >= rho]
            poor = sum(left for left, u in supporters if left / u < rho)
            return (cost - poor) / sum(u for _left, u in rich)
    raise AssertionError("unreachable: at the largest of them all pay everything")


def rounds(
    costs: Mapping[str, Fraction],
    gains: Gains,
    endowment: Fraction,
    rank: Mapping[str, int],
    out: Out = lambda _won: set(),
) -> tuple[list[str], list[set[str]]]:
    """Winners in order, and for each the projects that were exactly equal."""
    left = [endowment] * len(gains)
    supporters = {p: [i for i, gain in enumerate(gains) if p in gain] for p in costs}
    waiting = {p for p in costs if costs[p] > 0 and supporters[p]}
    order: list[str] = []
    ties: list[set[str]] = []
    while True:
        waiting -= out(order)
        prices = {}
        for p in waiting:
            rho = price(costs[p], [(left[i], gains[i][p]) for i in supporters[p]])
            if rho is not None:
                prices[p] = rho
        if not prices:
            return order, ties
        best = min(prices.values())
        equal = {p for p in prices if prices[p] == best}
        winner = min(equal, key=rank.__getitem__)
        for i in supporters[winner]:
            left[i] -= min(left[i], best * gains[i][winner])
        order.append(winner)
        ties.append(equal - {winner})
        waiting.remove(winner)


def add1(
    budget: Fraction,
    costs: Mapping[str, Fraction],
    gains: Gains,
    rank: Mapping[str, int],
    *,
    whole_units: bool,
    stop: bool,
    size: Fraction = Fraction(1),
    out: Out = lambda _won: set(),
) -> tuple[list[str], int, str]:
    """Winners, the number of the step kept and why it was the last; every step is made."""
    endowment = Fraction(budget) / len(gains)
    if whole_units:
        endowment = Fraction(endowment.numerator // endowment.denominator)
    supported = {p for p in costs if costs[p] > 0 and any(p in gain for gain in gains)}
    looked_at = {p for p in costs if costs[p] > 0} if whole_units else supported
    before: list[str] = []
    step = 0
    while True:
        now, _ties = rounds(costs, gains, endowment + step * size, rank, out)
        cost = sum(costs[p] for p in now)
        if cost > budget:
            return before, step - 1, "next step overshoots"
        if stop and not any(costs[p] <= budget - cost for p in looked_at - set(now) - out(now)):
            return now, step, "nothing more fits"
        if supported <= set(now) | out(now):
            return now, step, "everything with votes has won"
        before = now
        step += 1
