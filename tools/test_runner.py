"""Runs every check and test: `test_runner.py [--quick | --lint | --peers]`.

The last line is `N passed, N failed, N skipped`, summed over all runs; a check (ruff, mypy …) counts as one test. The
tests on PostgreSQL run beside those on SQLite, each on a core of its own, and are shown when they are done.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "import contracts": ["lint-imports"],
    "mypy": ["mypy"],
    "migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run", "--settings=tests.settings"],
    "templates": ["djlint", "--lint", "--quiet", "src/firstdoor"],
}


@dataclass
class Tally:
    """What came out of one run, or of all."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Tally") -> None:
        """Add another run's numbers to these."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def heading(words: str) -> None:
    """Say what comes next."""
    print(f"\n── {words} ──", flush=True)


def checks() -> Tally:
    """The checks that read the code without running it; each shows its words only when it has something to say."""
    heading("checks")
    tally = Tally()
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name, (program, *arguments) in CHECKS.items():
        began = time.monotonic()
        command = [str(BIN / program), *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        good = done.returncode == 0
        tally.add(Tally(passed=int(good), failed=int(not good)))
        print(f"{name}: {'good' if good else 'FAILED'} ({time.monotonic() - began:.1f} s)", flush=True)
        if not good:
            print(done.stdout + done.stderr, flush=True)
    return tally


def front_end() -> Tally:
    """TypeScript's own check, then the tests of the scripts."""
    heading("front end")
    tally = Tally()
    typed = subprocess.run(["sh", "tools/frontend.sh", "check"], cwd=ROOT)
    tally.add(Tally(passed=int(typed.returncode == 0), failed=int(typed.returncode != 0)))
    print(f"types: {'good' if typed.returncode == 0 else 'FAILED'}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(["sh", "tools/frontend.sh", "test", str(report)], cwd=ROOT)
        if report.exists():
            read = json.loads(report.read_text("utf-8"))
            failed = read["numFailedTests"] + (0 if read["numFailedTests"] else read["numFailedTestSuites"])
            tally.add(Tally(read["numPassedTests"], failed, read["numPendingTests"] + read["numTodoTests"]))
        elif done.returncode:
            tally.failed += 1
    return tally


def read_report(report: Path, status: int) -> Tally:
    """The numbers in a JUnit report; a run that ended badly without a failed test is one failure."""
    tally = Tally()
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own run wrote it
            number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            bad = number["failures"] + number["errors"]
            tally.add(Tally(max(0, number["tests"] - bad - number["skipped"]), bad, number["skipped"]))
    if status not in (0, 5) and not tally.failed:  # 5: no tests were collected
        tally.failed += 1
    return tally


class Pytest:
    """A run of pytest, in front of the reader or in the background with its words kept for later."""

    def __init__(self, name: str, arguments: list[str], environ: dict[str, str], *, background: bool = False) -> None:
        self.name = name
        self.folder = tempfile.TemporaryDirectory(prefix="firstdoor-run-")
        self.report = Path(self.folder.name) / "report.xml"
        self.output = (Path(self.folder.name) / "output").open("w+b") if background else None
        command = [sys.executable, "-m", "pytest", "-q", "--continue-on-collection-errors"]
        command += [f"--junitxml={self.report}", *arguments]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environ}, stdout=self.output, stderr=self.output
        )

    def finish(self) -> Tally:
        """Wait for the end; show what was kept; the numbers."""
        status = self.process.wait()
        if self.output:
            heading(self.name)
            self.output.seek(0)
            sys.stdout.flush()
            sys.stdout.buffer.write(self.output.read())
            self.output.close()
        tally = read_report(self.report, status)
        self.folder.cleanup()
        print(f"{self.name}: {tally}", flush=True)
        return tally


def on_postgres() -> Pytest | None:
    """Begin the tests on PostgreSQL in the background; None, with a sentence, where no server can be had."""
    from tests.postgres import NoPostgres, private_postgres

    try:
        url = private_postgres()
    except NoPostgres as reason:
        print(f"The tests on PostgreSQL are skipped: {reason}", flush=True)
        return None
    environ = {"FIRSTDOOR_TEST_DB": "postgresql", "FIRSTDOOR_TEST_DATABASE_URL": url}
    # Left out is what touches no database, and the journeys: what differs between databases lies below the pages.
    left_out = [f"--ignore=tests/{name}" for name in ("journeys", "peers", "methods", "formats", "house")]
    arguments = [*left_out, "-p", "no:cacheprovider", "tests"]
    return Pytest("tests on PostgreSQL", arguments, environ, background=True)


def everything(*, quick: bool) -> Tally:
    """All checks and tests; `quick` leaves out PostgreSQL, the browser and the front end."""
    total = Tally()
    postgres = None if quick else on_postgres()
    if postgres is None and not quick:
        total.skipped += 1
    total.add(checks())
    if not quick:
        total.add(front_end())
    heading("tests on SQLite")
    sqlite = {"FIRSTDOOR_TEST_DB": "sqlite"}
    # Building the tables from the models takes a second, walking all migrations many; the full run walks them twice.
    arguments = ["--ignore=tests/journeys", "--ignore=tests/peers", *(["--no-migrations"] if quick else []), "tests"]
    total.add(Pytest("tests on SQLite", arguments, sqlite).finish())
    if postgres:
        total.add(postgres.finish())
    if not quick:  # last and alone: some of them hold a page to a time
        heading("journeys in a browser")
        total.add(Pytest("journeys", ["tests/journeys"], sqlite).finish())
    return total


def main() -> int:
    """The command line; 0 when nothing failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    for name in ("quick", "lint", "peers"):
        choice.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    if options.lint:
        total = checks()
    elif options.peers:
        total = Pytest("comparisons with other programs", ["tests/peers"], {"FIRSTDOOR_TEST_DB": "sqlite"}).finish()
    else:
        total = everything(quick=options.quick)
    print(f"\n{time.monotonic() - began:.0f} s in all", flush=True)
    print(total, flush=True)
    return int(total.failed > 0)


if __name__ == "__main__":
    sys.exit(main())
