"""Mapping conversations, beside red-dwarf where it is installed: `.peers/bin/python benchmarks/bench_opinions.py`.

Prints the tables of docs/performance.md: CPU seconds of one process on one thread, without the interpreter's start, each
the middle of several runs. Both begin with a log of votes in memory, each in its own form (ours: three arrays; red-dwarf:
a list of dicts), and end with the same things: axes, positions, groups for two to five and the best silhouette among them,
what sets groups apart, consensus, majority, priority. "whole" is with our test against chance, which red-dwarf does not
know: it is told apart, and not compared. Real conversations are read from `shared` beside the repository; the large ones
are made here with a fixed seed. `--dense` makes red-dwarf map the largest, which takes minutes and 3 GB.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Threads that wait for each other would be counted as work, red-dwarf's above all.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from firstdoor.formats import polis
from firstdoor.methods import opinions

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "polis"


def timed(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The median CPU seconds of some runs, and what the last one gave."""
    seconds, result = [], None
    for _ in range(runs):
        gc.collect()
        began = time.process_time()
        result = work()
        seconds.append(time.process_time() - began)
    return float(np.median(seconds)), result


def made(people: int, statements: int, each: int, camps: int = 3) -> dict[str, Any]:
    """A conversation of camps: each person votes on `each` statements, drawn at random."""
    chance = np.random.default_rng(5)
    camp, taste = chance.integers(0, camps, people), chance.normal(0, 1.3, (camps, statements))
    statement = np.argsort(chance.random((people, statements)), axis=1)[:, :each].ravel()
    person = np.repeat(np.arange(people), each)
    likes = 1 / (1 + np.exp(-taste[camp[person], statement]))
    lot = chance.random(person.size)
    vote = np.where(lot < 0.12, 0, np.where(chance.random(person.size) < likes, 1, -1))
    return {
        "person": person,
        "statement": statement,
        "vote": vote,
        "participants": [str(one) for one in range(people)],
        "statements": [str(one) for one in range(statements)],
    }


def dwarf(votes: opinions.Votes) -> tuple[float, Any] | None:
    """red-dwarf's own pipeline on the same votes; None where it is not installed."""
    try:
        from reddwarf.implementations.polis import run_pipeline
    except ImportError:
        return None
    matrix = votes.matrix.tocoo()
    told = [
        {"participant_id": int(i), "statement_id": int(j), "vote": int(v), "modified": number}
        for number, (i, j, v) in enumerate(zip(matrix.row, matrix.col, matrix.data, strict=True))
    ]
    out = np.flatnonzero(votes.out).tolist()
    runs = 3 if votes.count < 1_000_000 else 1
    return timed(lambda: run_pipeline(votes=told, mod_out_statement_ids=out, random_state=0), runs=runs)


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dense", action="store_true", help="let red-dwarf map 50,000 people on 1,000 statements")
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        mapped(options.alone)
        return 0
    print(f"{platform.machine()}, CPython {platform.python_version()}, numpy {np.__version__}")
    print(
        "\n| conversation | people | statements | votes | collect | map | red-dwarf | times faster | whole | groups |"
    )
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    for folder in sorted(FOLDER.glob("*/")) if FOLDER.is_dir() else []:
        read = polis.read_conversation(folder)
        log = {
            "person": np.array(read.person), "statement": np.array(read.statement), "vote": np.array(read.vote),
            "participants": read.participants, "statements": read.statements, "rejected": read.rejected,
        }  # fmt: skip
        row(folder.name, log, beside=True)
    for people, each in ((12_500, 40), (25_000, 40), (50_000, 40)):
        row("made", made(people, 1000, each), beside=options.dense and people == 50_000)
    one_vote()
    how_sure()
    for people in (25_000, 50_000):
        alone(people)
    return 0


def how_sure() -> None:
    """What looking how sure groups are costs, by people."""
    for people in (60, 500, 25_000):
        drawn = opinions.opinion_map(opinions.collect(**made(people, 1000 if people > 500 else 40, 40)), k=3)
        seconds, _nothing = timed(lambda drawn=drawn: opinions.certainty(drawn), runs=3)
        print(f"how sure groups of {people:,} people are: {seconds:.2f} s")


def alone(people: int) -> None:
    """The most memory of a process that has the log in a file and does nothing but collect and map it, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.npz"
        log = made(people, 1000, 40)
        np.savez(file, **{name: log[name].astype(np.int32) for name in ("person", "statement", "vote")})
        del log
        subprocess.run([sys.executable, __file__, "--alone", str(file)], check=True)


def mapped(file: Path) -> None:
    """Collect and map the log of a file, and say how much memory this process took at most. Not by `getrusage`, which begins
    with that of whoever started it."""
    with np.load(file) as kept:
        log: dict[str, Any] = dict(kept)
    for names, places in (("participants", "person"), ("statements", "statement")):
        log[names] = [str(at) for at in range(int(log[places].max()) + 1)]
    drawn = opinions.opinion_map(opinions.collect(**log))
    status = Path("/proc/self/status").read_text()
    most = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(f"{drawn.votes.count:,} votes collected and mapped in a process of its own: {most:.0f} MB")


def row(name: str, log: dict[str, Any], *, beside: bool) -> None:
    """One line of the table."""
    collecting, votes = timed(lambda: opinions.collect(**log))
    mapping, _drawn = timed(lambda: opinions.opinion_map(votes, tested=False))
    tested, drawn = timed(lambda: opinions.opinion_map(votes))
    theirs = dwarf(votes) if beside else None
    times = f"{theirs[0]:.3f} | {theirs[0] / (collecting + mapping):.1f}" if theirs else "not run |"
    n, m = votes.matrix.shape
    cells = f"{n:,} | {m:,} | {votes.count:,} | {collecting:.4f} | {mapping:.4f} | {times}"
    print(f"| {name} | {cells} | {collecting + tested:.3f} | {drawn.structure.k} |", flush=True)


def one_vote() -> None:
    """What a vote costs between two maps, at a million votes."""
    votes = opinions.collect(**made(25_000, 1000, 40))
    drawn = opinions.opinion_map(votes, k=3)
    running = opinions.Running(votes, drawn.axes)
    shown = np.ones(1000, dtype=bool)

    def vote() -> None:
        for person in range(1000):
            running.vote(str(person), str(person % 1000), 1)
            running.position(str(person))
            running.chances(str(person), shown)

    seconds, _nothing = timed(vote)
    print(f"\none vote counted, its person placed, the next statement's chances: {seconds:.3f} ms of CPU")


if __name__ == "__main__":
    raise SystemExit(main())
