"""A conversation of a million votes in a database: how old its map is, and what drawing and pages cost.

People, statements and votes are put in as rows; then the production server and its worker run, votes are cast through the
page as a telephone does, and how long until a kept map counts them is looked at in the database.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import ground

VOTES = 8  # through the page, one after the other
EACH = 40  # votes of a person


def fill(people: int, statements: int) -> Any:
    """A conversation of three camps, with its votes."""
    from bench_opinions import made
    from django.db import connection
    from django.utils import timezone

    from firstdoor.core import texts
    from firstdoor.core.actor import system
    from firstdoor.core.ids import uuid7
    from firstdoor.listen.models import Conversation, Participant, Statement, Vote
    from firstdoor.listen.services import conversations
    from firstdoor.places.selectors import municipality_or_404

    by, municipality, today = system("bench"), municipality_or_404("bench"), timezone.localdate()
    words = texts.make("en", "Bench")
    talk = conversations.prepare_conversation(
        by=by,
        municipality=municipality,
        title=words,
        question=words,
        opens_on=today,
        closes_on=today + timedelta(days=7),
    )
    said = [
        Statement(municipality=municipality, conversation=talk, number=number, state="shown",
                  words=texts.make("en", f"Statement number {number} of those on which people vote here."))
        for number in range(1, statements + 1)
    ]  # fmt: skip
    Statement.objects.bulk_create(said, batch_size=500)
    log = made(people, statements, EACH)
    who = [
        Participant(municipality=municipality, conversation=talk, number=number, token_hmac=f"{number:064}", since=today,
                    connection=f"{number // 3:064}")
        for number in range(1, people + 1)
    ]  # fmt: skip
    Participant.objects.bulk_create(who, batch_size=500)
    key = (lambda one: one.hex) if connection.vendor == "sqlite" else str
    rows = (
        (key(uuid7()), key(municipality.pk), key(who[person].pk), key(said[statement].pk), vote, 1 + at % EACH)
        for at, (person, statement, vote) in enumerate(
            zip(log["person"].tolist(), log["statement"].tolist(), log["vote"].tolist(), strict=True)
        )
    )
    columns = "id, municipality_id, participant_id, statement_id, value, turn"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {Vote._meta.db_table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            insert = f"INSERT INTO {Vote._meta.db_table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608
            cursor.executemany(insert, rows)
        cursor.execute("ANALYZE")
    conversations.open_conversation(by=by, municipality=municipality, conversation=talk)
    return Conversation.objects.select_related("municipality").get(pk=talk.pk)


class Voter:
    """A telephone: it opens the page and votes on what is shown."""

    def __init__(self, address: str, path: str) -> None:
        self.url = f"{address}{path}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.open = urllib.request.build_opener(jar).open
        self.page = self.open(self.url).read().decode()

    def vote(self) -> float:
        """Seconds until the next statement was there."""
        form = self.page[self.page.index("data-answer ") :]  # before it stands the one that takes the last vote back
        fields = {
            name: re.search(rf'name="{name}" value="([^"]*)"', form)[1]  # type: ignore[index]
            for name in ("csrfmiddlewaretoken", "statement")
        }
        data = urllib.parse.urlencode({**fields, "act": "agree"}).encode()
        began = time.perf_counter()
        self.page = self.open(urllib.request.Request(self.url, data, {"Referer": self.url})).read().decode()
        return time.perf_counter() - began


def aged(talk: Any, voter: Voter) -> tuple[list[float], list[float]]:
    """Cast votes; seconds each took, and seconds until a kept map counted it."""
    from firstdoor.understand.models import MapState

    def counted() -> int:
        states = MapState.objects.of(talk.municipality_id).filter(conversation=talk)
        return int(states.values_list("found__votes", flat=True).first() or 0)

    for _try in range(600):  # the first map
        if counted():
            break
        time.sleep(0.2)
    took, age = [], []
    for number in range(VOTES):
        before = counted()
        time.sleep(0.37 * number)  # not always at the same moment of the worker's round
        took.append(voter.vote())
        began = time.perf_counter()
        while counted() == before:
            if time.perf_counter() - began > 120:
                raise SystemExit("no map counts the vote")
            time.sleep(0.05)
        age.append(time.perf_counter() - began)
    return took, age


def drawn(slug: str) -> None:
    """Print what drawing costs in this process: the first map of a worker, and one after each of some votes."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
    import django

    django.setup()
    from firstdoor.core.actor import system
    from firstdoor.listen.models import Conversation
    from firstdoor.listen.selectors import conversations as talks
    from firstdoor.listen.selectors.lately import tallies
    from firstdoor.listen.selectors.patterns import patterns
    from firstdoor.listen.services import voting
    from firstdoor.understand import services

    by, talk = system("maps"), Conversation.objects.select_related("municipality").get(slug=slug)
    municipality = talk.municipality

    def timed(work: Any) -> str:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        return f"{time.perf_counter() - wall:.2f} s, of that {time.process_time() - cpu:.2f} s of this process"

    def vote(number: int) -> None:
        voting.cast_vote(
            by=by, municipality=municipality, conversation=talk, token=f"t{number % 3}", number=number, value=1
        )

    vote(1)
    print(
        "first map of a worker:", timed(lambda: services.draw_map(by=by, municipality=municipality, conversation=talk))
    )
    for number in range(2, 6):
        print("a vote:", timed(lambda number=number: vote(number)))
        print("whether one came:", timed(lambda: talks.mark(talk)))
        print("map after it:", timed(lambda: services.draw_map(by=by, municipality=municipality, conversation=talk)))
    print("patterns:", timed(lambda: patterns(talk)))
    print("tallies:", timed(lambda: tallies(talk)))
    print(f"peak memory: {peak():.0f} MB", flush=True)


def peak() -> float:
    """The most memory that this program took, in MB. Not `getrusage`, which begins with that of whoever started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measure(database: str, people: int, statements: int) -> None:
    """Fill, draw, serve."""
    with ground.installation(database) as folder:
        file, toml = folder / "made.csv", folder / "made.toml"
        file.write_text(ground.csv_of(20))
        toml.write_text(ground.MAPPING)
        ground.command("import", "reports", str(file), "--municipality", "bench", "--mapping", str(toml))
        os.environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
        import django

        django.setup()
        talk = fill(people, statements)
        print(f"\n{database}: {people:,} people, {statements:,} statements, {people * EACH:,} votes", flush=True)
        # In a process of its own: what this one holds from filling is not drawing's memory.
        subprocess.run([sys.executable, __file__, "--draw", talk.slug], check=True)
        path = f"/en/bench/conversations/{talk.slug}/"
        with ground.server(workers=2) as (address, _pid):
            took, age = aged(talk, Voter(address, path))
            told = " ".join(f"{each:.1f}" for each in age)
            print(
                f"a vote through the page: middle {1000 * statistics.median(took):.0f} ms, most {1000 * max(took):.0f} ms"
            )
            print(f"until the map counts it: {told} s", flush=True)
            for name in ("", "results/"):
                times = []
                for _ in range(5):
                    began = time.perf_counter()
                    urllib.request.urlopen(f"{address}{path}{name}").read()
                    times.append(time.perf_counter() - began)
                print(
                    f"page {name or 'of voting'}: first {times[0]:.2f} s, middle {statistics.median(times):.2f} s",
                    flush=True,
                )


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    parser.add_argument("--draw", help=argparse.SUPPRESS)
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--statements", type=int, default=1000)
    options = parser.parse_args()
    if options.draw:
        drawn(options.draw)
    elif options.on:
        measure(options.on, options.people, options.statements)
    else:
        ground.each_database(__file__)


if __name__ == "__main__":
    main()
