"""Public list, picture and receipt page with 1,000 and 10,000 reports: CPU of the server's processes and queries a page."""

from __future__ import annotations

import argparse
import logging
import urllib.request
from pathlib import Path
from typing import Any

import ground

REQUESTS = 60


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


def queries(path: str) -> int:
    """How many queries the page takes, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return len(seen)


def measure(database: str, folder: Path, reports: int) -> None:
    """Print a line for each page."""
    fill(folder, reports)
    from firstdoor.places.models import Municipality

    code = receipt(Municipality.objects.get(slug="bench"))
    pages = {
        "door": "/en/bench/", "public list": "/en/bench/reports/", "list, a word": "/en/bench/reports/?words=number+77",
        "map": "/en/bench/reports/?view=map", "picture": "/en/bench/picture/", "receipt": f"/r/{code}",
    }  # fmt: skip
    asked = {name: queries(path) for name, path in pages.items()}
    with ground.server() as (address, pid):
        for name, path in pages.items():
            for _warm in range(8):
                urllib.request.urlopen(address + path).read()
            before = ground.cpu(pid)
            for _request in range(REQUESTS):
                urllib.request.urlopen(address + path).read()
            spent = 1000 * (ground.cpu(pid) - before) / REQUESTS
            print(f"| {database} | {reports:,} | {name} | {asked[name]} | {spent:.1f} |", flush=True)


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    if options.on is None:
        print("| database | reports | page | queries | CPU ms a page |\n| --- | --: | --- | --: | --: |", flush=True)
        ground.each_database(__file__)
        return
    with ground.installation(options.on) as folder:
        import os

        os.environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
        import django

        django.setup()
        logging.disable(logging.INFO)
        for reports in (1000, 10000):
            measure(options.on, folder, reports)


if __name__ == "__main__":
    main()
