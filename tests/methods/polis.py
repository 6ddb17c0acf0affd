"""Real conversations and what follows from them, in the folder `shared` beside the repository; absent on most machines."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firstdoor.formats import polis
from firstdoor.methods import opinions

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "polis"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real conversations are not on this machine")
NAMES = [
    "london.youth.policing",
    "brexit-consensus",
    "scoop-hivemind.ubi",
    "canadian-electoral-reform",
    "vtaiwan.uberx",
    "austria-climate.5twd2jsnkf.2022-08-08",
]


@cache
def expected() -> dict[str, Any]:
    """What an independent computation, checked against Polis itself, found in each conversation."""
    found: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))["conversations"]
    return found


@cache
def votes(name: str) -> opinions.Votes:
    """The votes of one conversation."""
    read = polis.read_conversation(FOLDER / name)
    return opinions.collect(
        np.array(read.person),
        np.array(read.statement),
        np.array(read.vote),
        participants=read.participants,
        statements=read.statements,
        rejected=read.rejected,
    )


@cache
def published(name: str) -> np.ndarray[Any, np.dtype[np.intp]]:
    """The group that Polis published for each participant, -1 for none."""
    import csv
    import gzip

    with gzip.open(FOLDER / name / "participants-votes.csv.gz", "rt", encoding="utf-8") as file:
        group = {row["participant"]: int(row["group-id"] or -1) for row in csv.DictReader(file)}
    return np.array([group[name] for name in votes(name).participants], dtype=np.intp)
