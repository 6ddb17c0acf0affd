"""`firstdoor import reports FILE --municipality SLUG --mapping FILE.toml`: reports of another system become cases."""

from __future__ import annotations

import argparse
import csv
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from firstdoor.commands import Refused
from firstdoor.core.actor import system
from firstdoor.formats import report_mapping
from firstdoor.formats.reports import Refusal, Report, ReportsError, read_reports
from firstdoor.formats.spreadsheet import harmless
from firstdoor.listen import services
from firstdoor.places import selectors as places

MAPPINGS = Path(str(files("firstdoor.listen") / "data" / "mappings"))
SHOWN = 10  # refused rows told on a terminal; all stand in the file of --refused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names and defaults are promises: people's scripts hang on them."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV whose first line names the columns")
    parser.add_argument("--municipality", required=True, metavar="SLUG", help="its address, for example boston")
    parser.add_argument(
        "--mapping", required=True, type=Path, metavar="FILE.toml",
        help="what the columns mean; the name alone of one that comes with Firstdoor, such as boston-311.toml, will do",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="read and check everything, change nothing")
    parser.add_argument(
        "--refused", type=Path, metavar="FILE", help="write the refused rows there, with line and reason"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Import the file as a whole; when it is stopped in the middle, nothing of it is there."""
    mapping = _mapping(options.mapping)
    bar = _Progress(options.file)
    try:
        with _seldom_tidied(), transaction.atomic():
            outcome = _import(options, mapping, bar)
            if options.refused is not None:
                _write_refused(options.refused, options.file, mapping, outcome.refused)
            transaction.set_rollback(options.dry_run)
    except ReportsError as wrong:
        raise Refused(f"{options.file}, {wrong}. Nothing was imported.") from wrong
    except ValidationError as wrong:
        raise Refused(f"{' '.join(wrong.messages)} Nothing was imported.") from wrong
    except OSError as trouble:
        name = trouble.filename or options.file
        raise Refused(f"{name}: {trouble.strerror or trouble}. Nothing was imported.") from trouble
    finally:
        bar.clear()
    _tell(options, outcome)
    return 0


@contextmanager
def _seldom_tidied() -> Iterator[None]:
    """Python looks for cycles among its objects less often: rows make a great many objects and no cycles (10 % of CPU)."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _import(options: argparse.Namespace, mapping: report_mapping.Mapping, bar: _Progress) -> services.Imported:
    by = system("command")

    def rows() -> Iterator[Report | Refusal]:
        return read_reports(options.file, mapping, bar.step)

    municipality = places.municipality_by_slug(options.municipality)
    if municipality is None:
        bar.words = "places"
        municipality = services.create_from_reports(
            by=by, slug=options.municipality, mapping=mapping, rows=rows, now=timezone.now()
        )
    bar.words = "reports"
    return services.import_reports(by=by, municipality=municipality, mapping=mapping, rows=rows)


def _mapping(path: Path) -> report_mapping.Mapping:
    if not path.exists() and path.name == str(path) and (MAPPINGS / path.name).exists():
        path = MAPPINGS / path.name
    try:
        return report_mapping.read_mapping(path.read_bytes())
    except OSError as trouble:
        raise Refused(f"{path}: {trouble.strerror}; --mapping is a TOML file that names the columns.") from trouble
    except report_mapping.MappingError as wrong:
        raise Refused(f"{path}: {wrong}.") from wrong


def _write_refused(path: Path, source: Path, mapping: report_mapping.Mapping, refused: list[Refusal]) -> None:
    """Line, reason and the row as it stands in the file, to be mended and imported again; nothing in it executes."""
    with source.open(encoding=mapping.encoding, newline="") as file:
        names = next(csv.reader(file, delimiter=mapping.delimiter), [])
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["line", "reason", *map(harmless, names)])
        writer.writerows([row.line, row.reason, *map(harmless, row.cells)] for row in refused)


def _tell(options: argparse.Namespace, outcome: services.Imported) -> None:
    refused = [{"line": row.line, "reason": row.reason} for row in outcome.refused]
    if options.json:
        document = {
            "rows": outcome.rows, "imported": outcome.imported, "present": outcome.present,
            "marked": len(outcome.marked), "refused": refused,
        }  # fmt: skip
        print(json.dumps(document, ensure_ascii=False))
        return
    would = "would be imported" if options.dry_run else "imported"
    print(
        f"{options.municipality}: {outcome.rows:,} rows read, {outcome.imported:,} {would}, "
        f"{outcome.present:,} there already, {len(outcome.refused):,} refused."
    )
    if outcome.marked:
        print(f"{len(outcome.marked):,} of those imported are marked:")
        _lines(outcome.marked)
    if outcome.refused:
        print("Refused:")
        _lines([(row.line, row.reason) for row in outcome.refused])
        for reason, n in Counter(row.reason for row in outcome.refused).most_common(5):
            if n > 1:
                print(f"  {n:,} times: {_printable(reason)}")
        if options.refused is not None:
            print(f"All of them stand in {options.refused}.")
        elif len(refused) > SHOWN:
            print("All of them, with their cells: --refused FILE.")


def _lines(rows: list[tuple[int, str]]) -> None:
    for line, words in rows[:SHOWN]:
        print(f"  line {line}: {_printable(words)}")
    if len(rows) > SHOWN:
        print(f"  and {len(rows) - SHOWN:,} more")


def _printable(text: str) -> str:
    """Text of a file without what would steer a terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


class _Progress:
    """Tells on a terminal how far the file has been read, twice a second; nothing where there is no terminal."""

    def __init__(self, path: Path) -> None:
        self.words, self.last, self.told = "reports", time.monotonic(), False
        self.on = sys.stderr.isatty()
        self.size = path.stat().st_size if path.exists() else 0

    def step(self, read: int) -> None:
        """So many bytes have been read."""
        now = time.monotonic()
        if self.on and self.size and now - self.last >= 0.5:
            self.last, self.told = now, True
            share = min(100, round(100 * read / self.size))
            print(f"\r\x1b[K{self.words}: {share} % of the file", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the line as it was."""
        if self.told:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
