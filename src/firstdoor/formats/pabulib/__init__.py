"""Ballot files in the format of Pabulib (`.pb`): bytes to dataclasses and back.

A file has three sections, each opened by a line with its name and a line with its columns::

    META                      PROJECTS                     VOTES
    key;value                 project_id;cost;name         voter_id;vote;points
    budget;20000              p1;5000;Swings               v1;p1,p2;3,1
    vote_type;cumulative      p2;12000.50;"Slide; big"     v2;p2;4

Fields are separated by semicolons and quoted as in CSV; a list inside a field is separated by commas. Text is UTF-8, with
or without byte order mark; lines end in LF or CRLF. Numbers are exact: `12.5` is 25/2. `12,5` is refused, because some
programs read it as 12 and others as 12.5.

What can't be counted honestly is refused with the line at fault (`PabulibError`): doubled projects, doubled voters, votes
for projects that are not there, negative costs. What can be counted but deserves a look is kept in `Ballots.notes`.
"""

from .model import COLUMNS, SECTIONS, VOTE_TYPES, Ballots, Note, PabulibError, Project, Tally, Vote, decimal
from .reading import read, tally
from .writing import write

__all__ = [
    "COLUMNS",
    "SECTIONS",
    "VOTE_TYPES",
    "Ballots",
    "Note",
    "PabulibError",
    "Project",
    "Tally",
    "Vote",
    "decimal",
    "read",
    "tally",
    "write",
]
