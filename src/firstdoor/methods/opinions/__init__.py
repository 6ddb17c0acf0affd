"""The opinion map of a conversation: where people stand, which groups form, what sets them apart, what unites them.

`collect` orders the votes, `opinion_map` draws the map, `steady` keeps it steady while votes come in, `certainty` says how
sure it is, `balance` who was not heard. docs/why/how-opinions-are-mapped.md explains all of it in words.

References
----------
Small, C., Björkegren, M., Erkkilä, T., Shaw, L., Megill, C. (2021). Polis: Scaling deliberation by mapping high
    dimensional opinion spaces. Recerca 26(2). doi:10.6035/recerca.5516
"""

from .balance import Balance, balance, weighted_agreement
from .certainty import Certainty, adjusted_rand_index, certainty, interval
from .document import map_document
from .mapping import OpinionMap, map_of_groups, opinion_map
from .numbers import Majority, Representative, Tally
from .projection import Axes
from .running import Running
from .similarity import pairs, similar
from .steady import LETTERS, Shown, steady
from .structure import Structure
from .votes import AGREE, DISAGREE, PASS, Votes, collect, natural

__all__ = [
    "AGREE",
    "DISAGREE",
    "LETTERS",
    "PASS",
    "Axes",
    "Balance",
    "Certainty",
    "Majority",
    "OpinionMap",
    "Representative",
    "Running",
    "Shown",
    "Structure",
    "Tally",
    "Votes",
    "adjusted_rand_index",
    "balance",
    "certainty",
    "collect",
    "interval",
    "map_document",
    "map_of_groups",
    "natural",
    "opinion_map",
    "pairs",
    "similar",
    "steady",
    "weighted_agreement",
]
