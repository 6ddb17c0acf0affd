"""`firstdoor count FILE …`: count Pabulib ballot files, without a database and without Django."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from firstdoor.commands import Refused, count_within
from firstdoor.commands.count_told import as_text
from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

MAX_BYTES = 2 * 1024**3  # of text; 90,000 ballots take about 3 MB, ten million a third of this
UTILITY = {  # what a vote type is counted by when nothing is said
    "approval": shares.Utility.COST,
    "choose-1": shares.Utility.COST,
    "ordinal": shares.Utility.RANK_POINTS,
    "cumulative": shares.Utility.SCORE,
    "scoring": shares.Utility.SCORE,
}
NEEDS = {
    shares.Utility.SCORE: ({"cumulative", "scoring"}, "points"),
    shares.Utility.BORDA: ({"ordinal"}, "ranks"),
    shares.Utility.RANK_POINTS: ({"ordinal"}, "ranks"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names and defaults are promises: people's scripts hang on them."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a Pabulib file, .pb or .pb.gz")
    parser.add_argument(
        "--rule",
        choices=[*shares.Rule],
        default=shares.Rule.EQUAL_SHARES.value,
        help="how winners are found (default equal-shares)",
    )
    parser.add_argument(
        "--completion",
        choices=[*shares.Completion],
        default=shares.Completion.ADD1U.value,
        help="what happens to money left over by Equal Shares (default add1u)",
    )
    parser.add_argument(
        "--ties",
        choices=[*shares.Ties],
        default=shares.Ties.CHEAPEST.value,
        help="cheapest: lowest cost, most votes, smallest id; lexico: smallest id (default cheapest)",
    )
    parser.add_argument(
        "--utility",
        choices=[*shares.Utility],
        help="what a voter gains from a project; default: cost for approvals, score for points, rank-points for ranks",
    )
    parser.add_argument(
        "--step",
        type=_step,
        default=Fraction(1),
        metavar="AMOUNT",
        help="by how much add1 and add1u raise the endowment each time (default 1)",
    )
    parser.add_argument("--whole-units", action="store_true", help="endowments are whole units of money")
    parser.add_argument("--no-stop", action="store_true", help="go on until the next step overshoots")
    parser.add_argument("--explain", action="store_true", help="round by round, and what each loser lacked")
    parser.add_argument(
        "--patience",
        type=_seconds,
        metavar="SECONDS",
        help="with --explain, how long to work on it; who is not counted again by then is told what the count itself says "
        "(default: ten times as long as the count, at least a second)",
    )
    count_within.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one JSON document a file on stdout")


def _step(text: str) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,9})?", text) or not Fraction(text):
        raise argparse.ArgumentTypeError(f'"{text}" is no amount of money above 0, such as 1 or 0.50')
    return Fraction(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise argparse.ArgumentTypeError(f'"{text}" is no number of seconds, such as 0, 0.5 or 60')
    return float(text)


def run(options: argparse.Namespace) -> int:
    """Count each file; those that can't be counted are told on stderr, and the exit status is 1."""
    failed = False
    for name in options.files:
        try:
            document, names = count_file(name, options)
        except Refused as refusal:
            tell(str(refusal))
            failed = True
            continue
        print(
            json.dumps(document, ensure_ascii=False) if options.json else printable(as_text(document, names)),
            flush=True,
        )
    return 1 if failed else 0


def tell(words: str) -> None:
    """A message for people, on stderr."""
    print(f"firstdoor count: {printable(words)}", file=sys.stderr)


def printable(text: str) -> str:
    """Text of a file without what would steer a terminal or what no UTF-8 can hold."""
    return "".join(one if one.isprintable() or one == "\n" else "\ufffd" for one in text)


def count_file(name: str, options: argparse.Namespace) -> tuple[dict[str, Any], dict[str, str]]:
    """The document that `--json` prints, and what projects are called, by id. Raises Refused."""
    ballots, voters = _read_with_voters(name) if options.groups else (_read(name), None)
    for note in ballots.notes[:20]:
        where = f", line {note.line}" if note.line else ""
        tell(f"{name}{where}: {note.text}")
    if len(ballots.notes) > 20:
        tell(f"{name}: {len(ballots.notes) - 20} further remarks of this kind")
    utility = shares.Utility(options.utility or UTILITY[ballots.vote_type])
    types, what = NEEDS.get(utility, ({ballots.vote_type}, ""))
    if ballots.vote_type not in types:
        raise Refused(f"{name}: {ballots.vote_type} votes have no {what} for --utility {utility}")
    method = shares.Method(
        rule=shares.Rule(options.rule),
        completion=shares.Completion(options.completion),
        ties=shares.Ties(options.ties),
        whole_units=options.whole_units,
        stop_when_nothing_fits=not options.no_stop,
        step=options.step,
    )
    began = time.perf_counter()
    worked = time.thread_time()
    bar = _Progress(name, began)
    try:
        limits = count_within.constraints(options, ballots.projects)
        of = count_within.groups(voters, options.groups) if voters is not None else []
        if limits is not None and options.explain:
            raise ValueError(
                "--explain does not know --decided, --exclusive, --least and --most; leave one of them out"
            )
        said = _with_default_score(ballots)
        election = shares.election(
            budget=ballots.budget,
            costs={project.id: project.cost for project in ballots.projects},
            ballots=[choices for choices, _points in said],
            points=[points for _choices, points in said],
            times=ballots.times,
            utility=utility,
            most_points=_most_points(ballots) if utility is shares.Utility.SCORE else None,
        )
        document: dict[str, Any] = {"file": printable(name)}
        if limits is not None:
            document |= count_within.document(election, method, limits)
        else:
            outcome = shares.count(election, method, progress=bar.step)
            document |= shares.outcome_document(election, outcome)
        document["seconds"] = round(time.perf_counter() - began, 4)
        if voters is not None:
            document["groups"] = count_within.group_document(election, document["winners"], of)
        if options.explain:
            patience = options.patience
            if patience is None:
                patience = max(1.0, 10 * (time.thread_time() - worked))
            why = shares.explain(election, outcome, patience=patience, progress=bar.losers)
            document["explanation"] = shares.explanation_document(why)
            document["reached"] = list(shares.reached(election, outcome.winners))
    except (ValueError, Refused) as error:
        raise Refused(f"{name}: {error}") from None
    finally:
        bar.clear()
    if ballots.notes:
        document["notes"] = [{"line": note.line, "note": note.text} for note in ballots.notes]
    return document, {project.id: project.others.get("name", "") for project in ballots.projects}


def _most_points(ballots: pabulib.Tally) -> Fraction | None:
    """What META lets a voter give to one project; None when it doesn't say."""
    said = (ballots.meta.get(key, "") for key in ("max_points", "max_sum_points"))
    return min(
        (Fraction(n) for n in said if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", n) and Fraction(n)), default=None
    )


def _with_default_score(ballots: pabulib.Tally) -> Sequence[tuple[tuple[str, ...], tuple[Fraction, ...] | None]]:
    """Ballots of scores with what META's `default_score` gives to projects that they don't name."""
    score = ballots.meta.get("default_score", "0")
    if ballots.vote_type != "scoring" or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", score) or not Fraction(score):
        return ballots.ballots
    names = [project.id for project in ballots.projects]
    filled = []
    for choices, points in ballots.ballots:
        rest = tuple(name for name in names if name not in choices)
        filled.append(((*choices, *rest), (*(points or ()), *(Fraction(score) for _name in rest))))
    return filled


def _read(name: str) -> pabulib.Tally:
    with _told(name):
        return pabulib.tally(partial(_opened, name))


def _opened(name: str) -> BinaryIO:
    path = Path(name)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return io.BufferedReader(_Limited(gzip.open(path) if packed else path.open("rb"), name), 2**20)


def _read_with_voters(name: str) -> tuple[pabulib.Tally, pabulib.Ballots]:
    """Every ballot by itself, in the order of the file, with what it says of its voter; the whole file in memory."""
    with _told(name), _opened(name) as file:
        whole = pabulib.read(file.read())
    each = tuple((vote.choices, vote.points) for vote in whole.votes)
    return pabulib.Tally(whole.meta, whole.projects, each, (1,) * len(each), whole.notes), whole


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What can go wrong in reading, as Refused."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(f"{name}: the gzip data are damaged or cut short ({error}); fetch the file again") from None
    except OSError as error:
        raise Refused(f"{name}: {error.strerror or error}") from None
    except pabulib.PabulibError as error:
        raise Refused(f"{name}, {error}" if error.line else f"{name}: {error}") from None


class _Limited(io.RawIOBase):
    """A file that may be very long, but not endless."""

    def __init__(self, file: BinaryIO | gzip.GzipFile, name: str) -> None:
        self.file, self.name, self.read_so_far = file, name, 0

    def readable(self) -> bool:
        """As the class above asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Raises Refused when there is too much."""
        data = self.file.read(len(buffer))
        self.read_so_far += len(data)
        if self.read_so_far > MAX_BYTES:
            raise Refused(f"{self.name}: more than {MAX_BYTES // 2**20} MB of text; that is no ballot file")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close both."""
        self.file.close()
        super().close()


class _Progress:
    """Tells on a terminal how far a count is, twice a second; nothing where there is no terminal."""

    def __init__(self, name: str, began: float) -> None:
        self.name, self.began, self.last = name, began, began
        self.on = sys.stderr.isatty()

    def step(self, number: int) -> None:
        """Add1 has reached this step."""
        self._tell(f"step {number}")

    def losers(self, done: int, of: int) -> None:
        """So much has been counted again."""
        self._tell(f"counting again, {done * 100 // of} %")

    def clear(self) -> None:
        """Leave the line as it was."""
        if self.on and self.last > self.began:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _tell(self, words: str) -> None:
        now = time.perf_counter()
        if self.on and now - self.last >= 0.5:
            self.last = now
            print(f"\r\x1b[K{self.name}: {words}, {now - self.began:.0f} s", end="", file=sys.stderr, flush=True)
