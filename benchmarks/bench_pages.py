"""Public list, picture and receipt page with 1,000 and 10,000 reports: CPU of the server's processes and queries a page."""

from __future__ import annotations

import argparse
import logging
import urllib.request
from pathlib import Path
from typing import Any

import ground

ROUNDS, REQUESTS = 7, 12


def fill(folder: Path, reports: int) -> None:
    """Bring the municipality to so many public reports, each with a voice behind it."""
    file, toml = folder / "made.csv", folder / "made.toml"
    file.write_text(ground.csv_of(reports))
    toml.write_text(ground.MAPPING)
    ground.command("import", "reports", str(file), "--municipality", "bench", "--mapping", str(toml))
    from firstdoor.listen.models import Case, CaseVoice, Voice

    bare = Case.objects.filter(links=None).exclude(source="")
    pairs = [
        (case, Voice(municipality_id=case.municipality_id, kind="report", channel="web", level="public", words="Words.",
                     language="en", heard_at=case.opened_at, theme_id=case.theme_id, unit_id=case.unit_id))
        for case in bare
    ]  # fmt: skip
    Voice.objects.bulk_create([voice for _case, voice in pairs], batch_size=500)
    links = [
        CaseVoice(municipality_id=case.municipality_id, case=case, voice=voice, at=case.opened_at)
        for case, voice in pairs
    ]
    CaseVoice.objects.bulk_create(links, batch_size=500)


def receipt(municipality: Any) -> str:
    """The code of a report filed as a resident would."""
    from django.utils import timezone

    from firstdoor.core import codes
    from firstdoor.core.actor import system
    from firstdoor.core.ids import uuid7
    from firstdoor.listen import selectors, services

    filed = services.file_voice(
        by=system("bench"), municipality=municipality, words="A dark street.", language="en", heard_at=timezone.now(),
        draft_key=uuid7(), theme=selectors.theme_by_code(municipality, "lighting"), place="Rr. e Shkollës",
    )  # fmt: skip
    return codes.grouped(filed.code)


def change(slug: str) -> None:
    """Something happens in the municipality: what its pages kept no longer holds."""
    from django.db import transaction

    from firstdoor.core import audit
    from firstdoor.core.actor import system
    from firstdoor.places.models import Municipality

    with transaction.atomic():
        audit.note("bench.changed", by=system("bench"), municipality=Municipality.objects.get(slug=slug))


def queries(slug: str, path: str) -> tuple[int, int]:
    """How many queries the page takes in this process: after a change, and while nothing changes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, found = Client(), []
    client.get(path)
    change(slug)
    for _visit in range(2):
        with CaptureQueriesContext(connection) as seen:
            page = client.get(path)
        assert page.status_code == 200, (path, page.status_code)
        found.append(len(seen))
    return found[0], found[1]


def ask(url: str) -> None:
    """One page, as every browser asks for it: a first visit, so that the stylesheet is in it, and compressed."""
    urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})).read()


def measure(database: str, what: str, slug: str, pages: dict[str, str]) -> None:
    """Print a line for each page."""
    asked = {name: queries(slug, path) for name, path in pages.items()}
    with ground.server() as (address, pid):
        for name, path in pages.items():
            for _warm in range(8):
                ask(address + path)
            changed, still = ground.Rounds(pid, REQUESTS), ground.Rounds(pid, REQUESTS)
            for _round in range(ROUNDS):
                with changed.one():
                    for _request in range(REQUESTS):
                        change(slug)
                        ask(address + path)
                with still.one():
                    for _request in range(REQUESTS):
                        ask(address + path)
            first, second = asked[name]
            print(f"| {database} | {what} | {name} | {first} | {changed} | {second} | {still} |", flush=True)


def made(folder: Path, reports: int) -> dict[str, str]:
    """The pages of a municipality with so many made reports."""
    fill(folder, reports)
    from firstdoor.places.models import Municipality

    code = receipt(Municipality.objects.get(slug="bench"))
    return {
        "door": "/en/bench/", "public list": "/en/bench/reports/", "list, a word": "/en/bench/reports/?words=number+77",
        "map": "/en/bench/reports/?view=map", "picture": "/en/bench/picture/", "receipt": f"/r/{code}",
    }  # fmt: skip


SAMPLE = {
    "door": "/sq/roskovec/", "promises": "/sq/roskovec/promises/", "paper": "/sq/roskovec/paper/",
    "public list": "/sq/roskovec/reports/", "picture": "/sq/roskovec/picture/",
}  # fmt: skip
HEAD = "| database | reports | page | queries after a change | CPU ms: middle | least | queries else | CPU ms: middle | least |"


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.on is None:
        print(f"{HEAD}\n| --- | --- | --- |{' --: |' * 6}", flush=True)
        ground.each_database(__file__)
        return
    with ground.installation(options.on) as folder:
        import os

        os.environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
        import django

        django.setup()
        logging.disable(logging.INFO)
        for reports in (1000, 10000):
            measure(options.on, f"{reports:,}", "bench", made(folder, reports))
        if options.on == "sqlite":
            ground.command("demo", "load")
            measure(options.on, "the sample", "roskovec", SAMPLE)


if __name__ == "__main__":
    main()
