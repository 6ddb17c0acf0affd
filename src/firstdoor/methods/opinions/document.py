"""The opinion map as a JSON document: the names are promises, people's scripts hang on them (docs/reference/commands.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .mapping import OpinionMap
from .steady import LETTERS


def map_document(one: OpinionMap, letters: Sequence[str] = LETTERS) -> dict[str, Any]:
    """Plain dicts, lists, strings and floats; `letters` names the groups in their order."""
    votes = one.votes
    people, statements = votes.participants, votes.statements
    agree, disagree, seen = (
        each[0].tolist() for each in (one.all_counts.agree, one.all_counts.disagree, one.all_counts.seen)
    )
    numbers = zip(
        one.extremity.tolist(),
        one.consensus.tolist(),
        one.consensus_disagree.tolist(),
        one.priority.tolist(),
        strict=True,
    )
    return {
        "participants": len(people),
        "statements": len(statements),
        "votes": votes.count,
        "explained_variance_ratio": one.axes.explained_variance_ratio.tolist(),
        "axes": dict(zip(statements, one.axes.vectors.T.tolist(), strict=True)),
        "means": dict(zip(statements, one.axes.means.tolist(), strict=True)),
        "positions": dict(zip(people, one.positions.tolist(), strict=True)),
        "groups": [
            {
                "id": letters[group],
                "members": [people[row] for row in np.flatnonzero(one.labels == group).tolist()],
                "representative": [
                    {
                        "statement": statements[each.statement],
                        "direction": each.direction,
                        "R": each.representativeness,
                        "z_R": each.representativeness_z,
                        "P": each.probability,
                        "z_P": each.probability_z,
                    }
                    for each in one.representative[group]
                ],
            }
            for group in range(one.structure.k)
        ],
        "statement_numbers": {
            name: {
                "agree": agree[j],
                "disagree": disagree[j],
                "pass": seen[j] - agree[j] - disagree[j],
                "extremity": far,
                "consensus": shared,
                "consensus_disagree": refused,
                "priority": worth,
            }
            for j, (name, (far, shared, refused, worth)) in enumerate(zip(statements, numbers, strict=True))
        },
        "majority": {
            "agree": [statements[j] for j in one.majority.agree],
            "disagree": [statements[j] for j in one.majority.disagree],
        },
        "structure": {
            "groups": one.structure.k,
            "reason": one.structure.reason,
            "p_value": one.structure.p_value,
            "silhouettes": {str(k): value for k, value in one.structure.silhouettes.items()},
            "by_chance": {str(k): value for k, value in one.structure.by_chance.items()},
        },
    }
