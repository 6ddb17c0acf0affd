"""Winners, their order, costs, endowments and steps on real ballots, as other programs and an independent counter found."""

import pytest

from tests.methods import pabulib

CASES = [
    (name, key, outcome)
    for name, outcomes in pabulib.expected().items()
    for key, outcome in outcomes.items()
    if (pabulib.FOLDER / name).exists()
]


@pytest.mark.skipif(not CASES, reason="the folder shared with real ballots is not beside the repository")
@pytest.mark.parametrize(("name", "key", "outcome"), CASES, ids=[f"{name}-{key}" for name, key, _outcome in CASES])
def test_real_ballots_have_their_winners(name: str, key: str, outcome: dict[str, object]) -> None:
    pabulib.check(name, key, outcome)
