"""Taking in ballots: the POST that casts a vote with a code card, through the production server, answered by its receipt.

So many people vote at once over loopback, each on a connection that stays, each with a card of their own; they are threads
of a process of their own. What is measured is the last step of four, the one that keeps something.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import ground

PEOPLE = 12  # voting at the same moment
ROUNDS = 5
OPTIONS = 8


def prepare(votes: int) -> list[str]:
    """Open a ballot of eight things in the municipality `bench`; the codes of so many cards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
    import django

    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from firstdoor.core import texts
    from firstdoor.core.actor import system
    from firstdoor.decide.models import Ballot
    from firstdoor.decide.services import ballots
    from firstdoor.places.selectors import municipality_or_404

    by, municipality, now = system("bench"), municipality_or_404("bench"), timezone.now()
    words = texts.make("en", "Bench")
    ballot = ballots.prepare_ballot(
        by=by, municipality=municipality, title=words, question=words, electorate=words, budget=400_000,
        opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1),
    )  # fmt: skip
    for number in range(OPTIONS):
        name = texts.make("en", f"Thing {number}")
        ballots.put_option(by=by, municipality=municipality, ballot=ballot, name=name, cost=50_000 + 10_000 * number)
    codes: list[str] = []
    while len(codes) < votes:
        n = min(5000, votes - len(codes))
        codes += [card.code for card in ballots.make_cards(by=by, municipality=municipality, ballot=ballot, n=n)]
    ballots.open_ballot(by=by, municipality=municipality, ballot=Ballot.objects.of(municipality).get(pk=ballot.pk))
    return codes


class Voter:
    """A connection to the booth, with what a browser got from its first page."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        host, port = self.host.split(":")
        self.line = socket.create_connection((host, int(port)))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        head, body = self.ask(b"GET /en/bench/ballots/bench/ HTTP/1.1\r\nHost: " + self.host.encode() + b"\r\n\r\n")
        cookie = re.search(rb"(?i)set-cookie: (csrftoken=[^;]+)", head)
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        if cookie is None or token is None:
            raise SystemExit("the booth does not open")
        self.cookie, self.token = cookie[1].decode(), token[1].decode()

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer."""
        self.line.sendall(request)
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.more()
        head, _, rest = self.rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        size = int(length[1]) if length else 0
        while len(rest) < size:
            rest += self.more()
        self.rest = rest[size:]
        return head, rest[:size]

    def more(self) -> bytes:
        data = self.line.recv(65536)
        if not data:
            raise SystemExit("the server hung up")
        return data

    def vote(self, number: int, code: str) -> float:
        """Cast a vote; seconds until the receipt was there."""
        chosen = "".join(f"&choice=p{1 + (number + at) % OPTIONS}" for at in (0, 1, 3))
        body = f"csrfmiddlewaretoken={self.token}&code={quote_plus(code)}&step=send{chosen}".encode()
        head = (
            f"POST /en/bench/ballots/bench/ HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n"
            f"Origin: http://{self.host}\r\nX-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = time.perf_counter()
        answer, _body = self.ask(head.encode() + body)
        took = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 302") or b"?receipt=" not in answer:
            print(f"a vote was refused: {answer[:300]!r}", file=sys.stderr, flush=True)
            raise SystemExit(1)
        return took


def together(address: str, codes: list[str], first: int) -> None:
    """Let PEOPLE cast the votes of these codes; prints how long each took and all of them, as JSON."""
    waiting = list(enumerate(codes, first))
    took: list[float] = []
    voters = [Voter(address) for _one in range(PEOPLE)]

    def work(voter: Voter) -> None:
        while waiting:
            try:
                number, code = waiting.pop()
            except IndexError:
                return
            took.append(voter.vote(number, code))

    threads = [threading.Thread(target=work, args=(voter,)) for voter in voters]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(json.dumps([time.perf_counter() - began, took]))


def measure(database: str, each: int) -> None:
    """A row of the table: rounds of so many votes; the middle round, the best, and what the last of them took."""
    with ground.installation(database) as folder:
        file, toml = folder / "made.csv", folder / "made.toml"
        file.write_text(ground.csv_of(20))
        toml.write_text(ground.MAPPING)
        ground.command("import", "reports", str(file), "--municipality", "bench", "--mapping", str(toml))
        votes = (ROUNDS + 1) * each
        made = subprocess.run(
            [sys.executable, __file__, "--prepare", str(votes)], check=True, capture_output=True, text=True
        )
        codes = json.loads(made.stdout.splitlines()[-1])
        with ground.server(workers=2) as (address, pid):
            rates, slow, middle, cpu = [], [], [], []
            for number in range(ROUNDS + 1):
                part = codes[number * each : (number + 1) * each]
                before = ground.cpu(pid)
                done = subprocess.run(
                    [sys.executable, __file__, "--cast", address, "--first", str(number * each)],
                    input=json.dumps(part), check=True, stdout=subprocess.PIPE, text=True,
                )  # fmt: skip
                seconds, took = json.loads(done.stdout)
                if len(took) != each:
                    raise SystemExit(f"{len(took)} of {each} votes came in")
                rates.append(each / seconds)
                slow.append(1000 * statistics.quantiles(took, n=20)[-1])
                middle.append(1000 * statistics.median(took))
                cpu.append(1000 * (ground.cpu(pid) - before) / each)
            warm = slice(1, None)  # the first round warms up
            print(
                f"| {database} | {ROUNDS} x {each:,} | {statistics.median(rates[warm]):.0f} | {max(rates[warm]):.0f} "
                f"| {statistics.median(middle[warm]):.0f} | {statistics.median(slow[warm]):.0f} | {min(slow[warm]):.0f} "
                f"| {min(cpu[warm]):.1f} | {rates[-1]:.0f} |",
                flush=True,
            )


def main() -> None:
    """Both databases, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--on", choices=["sqlite", "postgresql"])
    parser.add_argument("--votes", type=int, default=1000, help="in each round")
    parser.add_argument("--prepare", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--cast", help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare(options.prepare)))
    elif options.cast:
        together(options.cast, json.loads(sys.stdin.read()), options.first)
    elif options.on:
        measure(options.on, options.votes)
    else:
        print(f"{PEOPLE} people at once, two server processes, {Path(__file__).name}\n")
        print("| database | votes | a second: middle | best | ms: half | 95 % | best | CPU ms of a vote | last round |")
        print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |", flush=True)
        ground.each_database(__file__)


if __name__ == "__main__":
    main()
