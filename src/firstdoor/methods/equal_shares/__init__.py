"""The Method of Equal Shares: winners of a participatory budget so that every voter decides over the same share of it.

`election` groups ballots, `count` counts them, `explain` says round by round who paid what and what the losers lacked.
All amounts are exact. docs/why/how-ballots-are-counted.md explains the rule with worked numbers.

References
----------
Peters, D., Pierczynski, G., Skowron, P. (2021). Proportional Participatory Budgeting with Additive Utilities. NeurIPS.
Kraiczy, S., Robinson, I., Elkind, E. (2025). Streamlining Equal Shares.
"""

from .compare import Other, other_rules
from .constraints import Constrained, Constraints, Stage, count_within
from .counting import Completion, Method, Outcome, Rule, Tie, count
from .distance import Distance, distances
from .document import explanation_document, money, outcome_document
from .election import Election, Ties, Utility, election
from .explanation import Explanation, explain
from .ledger import Class, Ledger, ledger
from .payments import Payments, payments
from .proportionality import FairShare, GroupShare, Neglected, ejr_plus, fair_share, group_shares, reached
from .recount import Recount, unit_of, with_cost, with_votes

__all__ = [
    "Class",
    "Completion",
    "Constrained",
    "Constraints",
    "Distance",
    "Election",
    "Explanation",
    "FairShare",
    "GroupShare",
    "Ledger",
    "Method",
    "Neglected",
    "Other",
    "Outcome",
    "Payments",
    "Recount",
    "Rule",
    "Stage",
    "Tie",
    "Ties",
    "Utility",
    "count",
    "count_within",
    "distances",
    "ejr_plus",
    "election",
    "explain",
    "explanation_document",
    "fair_share",
    "group_shares",
    "ledger",
    "money",
    "other_rules",
    "outcome_document",
    "payments",
    "reached",
    "unit_of",
    "with_cost",
    "with_votes",
]
