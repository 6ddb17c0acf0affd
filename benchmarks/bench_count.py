"""Counting real ballots, beside pabutools where it is installed: `.peers/bin/python benchmarks/bench_count.py`.

Prints the table of docs/performance.md: CPU seconds of one process for reading and counting, without the interpreter's
start. `--limit` is the CPU time that others may take for a count; a count that would surely take longer is not begun.
`--all` takes every file, not only a choice of them. `--equalshares CHECKOUT` adds the counter behind equalshares.net, for who has
a copy of its repository (equalshares/equalshares-compute-tool).
"""

from __future__ import annotations

import argparse
import gc
import gzip
import io
import json
import platform
import random
import resource
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from firstdoor.commands.count import UTILITY
from firstdoor.formats import pabulib
from firstdoor.methods import equal_shares as shares

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "data" / "pabulib"
CHOICE = (
    "Switzerland_Zurich_S5.pb",
    "Worldwide_Mechanical_Turk_Knapsack_7.pb",
    "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb",
    "France_Toulouse_2022_6_-_Saint-Cyprien.pb",
    "Poland_Swiecie_2023.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "Poland_Warszawa_2019_Goclaw.pb.gz",
    "US_Stanford_Dataset_PB_Cambridge_2017_vote_approvals.pb.gz",
    "Hungary_Veszprem_2025.pb",
    "Hungary_Budapest_2023_VIII_Jozsefvaros.pb",
    "Poland_Warszawa_2023_Mokotow.pb.gz",
    "Poland_Lodz_2022.pb.gz",
    "France_Toulouse_2022.pb",
)
NONE, ADD1 = shares.Completion.NONE, shares.Completion.ADD1


class OutOfTime(Exception):
    """A count took more CPU time than it was given."""


def timed(work: Callable[[], Any], limit: float | None = None) -> tuple[float, Any]:
    """CPU seconds and the result, or the limit and None."""

    def stop(_signal: int, _frame: object) -> None:
        raise OutOfTime

    gc.collect()
    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit or 0)
    began = time.process_time()
    try:
        result = work()
        return time.process_time() - began, result
    except OutOfTime:
        return limit or 0, None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def election_of(data: bytes) -> shares.Election:
    """A file read and grouped."""
    ballots = pabulib.tally(lambda: io.BytesIO(data))
    return shares.election(
        budget=ballots.budget,
        costs={project.id: project.cost for project in ballots.projects},
        ballots=[choices for choices, _points in ballots.ballots],
        points=[points for _choices, points in ballots.ballots],
        times=ballots.times,
        utility=UTILITY[ballots.vote_type],
    )


def short(name: str) -> str:
    """A file's name for a table."""
    return name.removesuffix(".gz").removesuffix(".pb").replace("_", " ")


def ours(data: bytes) -> tuple[list[float], shares.Election, shares.Outcome]:
    """Seconds for reading and grouping, for Equal Shares without completion and for Add1; the ballots; Add1's outcome."""

    reading, election = timed(lambda: election_of(data))
    plain, _outcome = timed(lambda: shares.count(election, shares.Method(completion=NONE)))
    added, outcome = timed(lambda: shares.count(election, shares.Method(completion=ADD1)))
    return [reading, plain, added], election, outcome


def theirs(data: bytes, limit: float, steps: int) -> tuple[float, float | None, set[str] | None]:
    """Seconds of pabutools for no completion and for Add1 in `steps` runs (None: over the limit), with its winners by Add1."""
    from pabutools.election import Cost_Sat
    from pabutools.election.pabulib import parse_pabulib_from_string
    from pabutools.rules import method_of_equal_shares
    from pabutools.tiebreaking import TieBreakingRule

    instance, profile = parse_pabulib_from_string(data.decode())
    votes: dict[str, int] = {}
    for ballot in profile:
        for project in ballot:
            votes[project.name] = votes.get(project.name, 0) + 1
    cheapest = TieBreakingRule(lambda _i, _p, one: (one.cost, -votes.get(one.name, 0), one.name))

    def count(**options: Any) -> set[str]:
        won = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, tie_breaking=cheapest, **options)
        return {project.name for project in won}

    plain, winners = timed(count, limit)
    if winners is None or plain * steps > 2 * limit:
        return plain, None, None
    added, winners = timed(lambda: count(voter_budget_increment=1), limit)
    return plain, None if winners is None else added, winners


def equalshares_net(checkout: Path, data: bytes, limit: float, winners: set[str]) -> tuple[str, str]:
    """CPU seconds of equalshares.net's counter for Add1, and whether it chose the same, both in words of the table."""
    node = subprocess.run([ROOT / "tools" / "frontend.sh", "find"], stdout=subprocess.PIPE, text=True, check=True)
    with tempfile.NamedTemporaryFile(suffix=".pb") as ballots:
        ballots.write(data)
        ballots.flush()
        script = Path(__file__).with_name("equalshares_net.mjs")
        command = [node.stdout.strip(), script, checkout, ballots.name, "add1"]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            return f"over {limit:.0f}", "not known"
    if ran.returncode:
        # It stops at ties that cheapest and most votes do not settle, and at ballots that name a project twice.
        said = [line for line in ran.stderr.splitlines() if "Error" in line]
        why = said[-1].split("Error: ")[-1] if said else f"ended with {ran.returncode}"
        return "stopped", why.split(":")[0][:60]
    answer = json.loads(ran.stdout)
    return f"{answer['counted']:.3f}", "yes" if set(answer["winners"]) == winners else "NO"


def explanations(names: list[str]) -> None:
    """What explaining a count takes, as a multiple of the count, and what is counted again on top of it by default."""
    print(
        "\nExplanations, in multiples of the count. `explained`: all of it that is read off the run, with what each other rule"
    )
    print(
        "would have chosen, which is a count of its own (`rules`); aim 10. `on top`: what losers would have needed in new"
    )
    print("counts, by default until all together is ten times the count, or takes a second.\n")
    print("| ballots | completion | count, s | explained | rules | on top | losers | counted again | in whole counts |")
    print("| --- | --- | --: | --: | --: | --: | --: | --: | --: |")
    found: dict[str, list[tuple[float, float]]] = {}
    for name in names:
        data = (FOLDER / name).read_bytes()
        data = gzip.decompress(data) if name.endswith(".gz") else data
        ballots = election_of(data)
        for completion in (shares.Completion.ADD1U, NONE):
            method = shares.Method(completion=completion)
            took, outcome = min((timed(lambda e=ballots, m=method: shares.count(e, m)) for _ in range(3)), key=first)
            read, _why = timed(lambda e=ballots, o=outcome: shares.explain(e, o, patience=0))
            rules, _others = timed(lambda e=ballots, o=outcome: shares.other_rules(e, o.method, o.winners))
            most = max(1.0, 10 * took)
            whole, why = timed(lambda e=ballots, o=outcome, m=most: shares.explain(e, o, patience=m))
            again = [one.recount for one in why.losers if one.recount is not None]
            found.setdefault(completion.value, []).append((read / took, (read - rules) / took))
            row = [completion.value, f"{took:.4f}", *(f"{each / took:.1f}" for each in (read, rules, whole - read))]
            row += [str(len(why.losers)), str(len(again)), str(sum(one.whole for one in again))]
            print("| " + " | ".join([short(name), *row]) + " |", flush=True)
    for value, ratios in found.items():
        every, own = zip(*ratios, strict=True)
        print(
            f"\n{value}: explained in {statistics.median(every):.1f} times the count in the median, {max(every):.1f} at most; "
            f"without what other rules choose {statistics.median(own):.1f} and {max(own):.1f}, in {len(ratios)} files"
        )


def first(both: tuple[float, Any]) -> float:
    """The seconds of a measurement."""
    return both[0]


def growth() -> None:
    """Made-up ballots (five approvals each, projects near the front more often), one size doubled at a time."""
    print(
        "\nGrowth, made-up ballots: CPU seconds of Equal Shares without completion and of the whole count with Add1.\n"
    )
    print("| voters | projects | unit of money | steps | mes | add1 |\n| --: | --: | --: | --: | --: | --: |")
    sizes = [(v, 40, 1) for v in (1_000, 4_000, 16_000)] + [(4_000, p, 1) for p in (20, 80, 160)]
    for voters, projects, parts in [*sizes, (4_000, 40, 10), (4_000, 40, 100)]:
        chance = random.Random(7)
        names = [f"p{n}" for n in range(projects)]
        weights = [1 / (5 + n) for n in range(projects)]
        costs = {name: chance.randrange(5_000, 60_000) * parts for name in names}
        ballots = [sorted(set(chance.choices(names, weights, k=5))) for _voter in range(voters)]
        election = shares.election(budget=12_000 * projects * parts, costs=costs, ballots=ballots)
        plain, _outcome = timed(lambda e=election: shares.count(e, shares.Method(completion=NONE)))
        added, outcome = timed(lambda e=election: shares.count(e, shares.Method(completion=ADD1)))
        print(f"| {voters:,} | {projects} | 1/{parts} | {outcome.steps:,} | {plain:.4f} | {added:.3f} |", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Print the table; `arguments` as on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--limit", type=float, default=60.0, help="CPU seconds for each count of others")
    parser.add_argument("--explanations", action="store_true", help="measure these alone")
    parser.add_argument("--equalshares", type=Path, metavar="CHECKOUT", help="a copy of equalshares-compute-tool")
    options = parser.parse_args(arguments)
    names = (
        sorted(path.name for path in FOLDER.glob("*.pb*"))
        if options.all
        else [n for n in CHOICE if (FOLDER / n).exists()]
    )
    if not names:
        print("Counting: the folder shared with real ballots is not beside the repository; skipped.")
        return
    if options.explanations:
        explanations(names)
        return
    try:
        import pabutools  # noqa: F401

        beside = True
    except ImportError:
        beside = False
        print("Counting: pabutools is not in this environment (make test-peers makes one, .peers); ours alone.")
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, one process\n")
    titles = "| ballots | voters | projects | steps | read | mes | add1 | pabutools mes | pabutools add1 | times faster | same |"
    rule = "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |"
    if options.equalshares:
        titles, rule = titles + " equalshares.net add1 | same |", rule + " --: | --- |"
    print(f"{titles}\n{rule}")
    factors: list[float] = []
    measured: list[float] = []
    total = 0.0
    for name in names:
        data = (FOLDER / name).read_bytes()
        data = gzip.decompress(data) if name.endswith(".gz") else data
        if b"vote_type;approval" not in data and b"vote_type;choose-1" not in data:
            continue
        (reading, plain, added), election, outcome = ours(data)
        total += added
        row = [f"{reading:.3f}", f"{plain:.4f}", f"{added:.3f}"]
        if beside:
            steps = (outcome.steps or 0) + 1
            other_plain, other, winners = theirs(data, options.limit, steps)
            took = other_plain * steps if other is None else other
            shown = f"about {took:,.0f}" if other is None else f"{other:.2f}"
            factor = f"{took / max(added, 1e-4):.0f}"
            same = "not known" if winners is None else ("yes" if winners == set(outcome.winners) else "NO")
            row += [f"{other_plain:.2f}", shown, factor, same]
            if took >= 0.5:
                factors.append(took / max(added, 1e-4))
                if other is not None:
                    measured.append(factors[-1])
        else:
            row += ["", "", "", ""]
        if options.equalshares:
            row += equalshares_net(options.equalshares, data, options.limit, set(outcome.winners))
        head = [short(name), f"{election.voters:,}", str(len(election.ids)), f"{outcome.steps or 0:,}"]
        print("| " + " | ".join(head + row) + " |", flush=True)
    if factors:
        print(
            f"\nwhere pabutools takes 0.5 s or more: median {statistics.median(factors):.0f} times faster, least",
            end=" ",
        )
        print(f"{min(factors):.0f}, in {len(factors)} files")
        if measured:
            print(f"where it finished: median {statistics.median(measured):.0f}, in {len(measured)} files")
        print("about: stopped at the limit or not begun; one run of pabutools' Equal Shares times the number of steps")
    print(f"all of these with Add1 together: {total:.1f} s")
    explanations(names)
    growth()
    print(f"\nlargest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
