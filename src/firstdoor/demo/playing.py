"""A small vote of the sample, by points and open to everybody: where children shall play."""

from __future__ import annotations

import hashlib
import itertools
import random
from typing import Any

from firstdoor.core.actor import ANYBODY
from firstdoor.core.texts import make
from firstdoor.decide.services import ballots
from firstdoor.demo.listening import Sample

THINGS = (  # picture, name, English, price, latitude, longitude
    ("slide", "Rrëshqitëse te ambulanca, Kuman", "Slide by the health centre, Kuman", 180_000, 40.7120, 19.6800),
    ("table-tennis", "Tavolinë pingpongu pas pallateve, Roskovec", "Table tennis behind the flats, Roskovec", 110_000, 40.7345, 19.7120),
    ("sandbox", "Kuti rëre te kopshti, Strum", "Sandbox at the kindergarten, Strum", 70_000, 40.7635, 19.7240),
    ("nest-swing", "Shilarës fole te fusha, Strum", "Nest swing by the football field, Strum", 160_000, 40.7900, 19.7150),
    ("seesaw", "Kolovajzë te burimi, Kurjan", "Seesaw by the spring, Kurjan", 95_000, 40.6900, 19.7560),
    ("carousel", "Karusel te tregu, Roskovec", "Carousel at the market, Roskovec", 210_000, 40.7570, 19.6960),
)  # fmt: skip
# Who lives where wants what: how many of a hundred, and how many points of ten each gives, in the order of the things.
VILLAGES = (
    (32, "Roskovec", (0, 5, 0, 0, 1, 4)), (24, "Kuman", (6, 2, 0, 0, 2, 0)), (26, "Strum", (0, 0, 6, 4, 0, 0)),
    (12, "Kurjan", (0, 2, 1, 0, 6, 1)), (6, "", (2, 0, 2, 4, 2, 0)),
)  # fmt: skip
POINTS, EACH = 10, 6
WITH_CARDS, WITHOUT = 49, 9
SEED = 71


def plan_play(sample: Sample) -> None:
    """Plan the vote and its count."""
    sample.calendar.plan(sample.calendar.moment(-75, 8), lambda: _vote(sample))


def _vote(sample: Sample) -> None:
    by, municipality, calendar = sample.by("pikafokale"), sample.municipality, sample.calendar
    ballot = ballots.prepare_ballot(
        by=by, municipality=municipality, title=make("sq", "Lojë pranë shtëpisë", en="Play close to home"),
        question=make("sq", "Ku të luajnë fëmijët?", en="Where shall children play?"),
        electorate=make("sq", "Kushdo që jeton në bashki", en="Whoever lives in the municipality"),
        budget=500_000, opens_at=calendar.moment(-75, 8), closes_at=calendar.moment(-62, 20), at_least=2,
        points=POINTS, most_each=EACH, puzzle_bits=14, asks_area=True,
        rest_goes_to=make("sq", "Pjesa tjetër shkon për mirëmbajtjen.", en="The rest goes into upkeep."),
    )  # fmt: skip
    for picture, name, english, cost, lat, lon in THINGS:
        option = ballots.put_option(
            by=by, municipality=municipality, ballot=ballot, name=make("sq", name, en=english), cost=cost, picture=picture
        )  # fmt: skip
        ballots.place_option(by=by, municipality=municipality, option=option, at=(lat, lon))
    cards = ballots.make_cards(by=by, municipality=municipality, ballot=ballot, n=70, batch="fshatrat")
    ballots.open_ballot(by=by, municipality=municipality, ballot=ballot)
    ballot.refresh_from_db()
    codes = [card.code for card in cards[:WITH_CARDS]]
    codes += [_asked_for(sample, ballot, f"198.51.100.{number}") for number in range(WITHOUT)]
    chance = random.Random(SEED)  # of its own, so that the rest of the year stays as it is
    for code in codes:
        village, points = _points(chance)
        about = {"area": str(sample.units[village].pk)} if village else {}
        ballots.cast(by=ANYBODY, municipality=municipality, ballot=ballot, code=code, choices=points, about=about)
    calendar.plan(
        calendar.moment(-61, 9), lambda: ballots.count_ballot(by=by, municipality=municipality, ballot=ballot)
    )


def _points(chance: random.Random) -> tuple[str, dict[str, int]]:
    """Where somebody lives, and what she gives: as her village does, and now and then one point to something else."""
    ((village, wanted),) = chance.choices([one[1:] for one in VILLAGES], [share for share, *_rest in VILLAGES])
    given = list(wanted)
    if chance.random() < 0.5:
        largest, other = given.index(max(given)), chance.randrange(len(given))
        given[largest] -= 1
        given[other] = min(given[other] + 1, EACH)
    return village, {f"p{number}": points for number, points in enumerate(given, 1) if points}


def _asked_for(sample: Sample, ballot: Any, address: str) -> str:
    """The code that a phone at `address` earns by solving its puzzle, as a browser does."""
    puzzle = ballots.new_puzzle(ballot, address=address)
    found = [
        next(
            number
            for number in itertools.count()
            if int.from_bytes(hashlib.sha256(f"{puzzle.seed}:{place}:{number}".encode()).digest(), "big")
            >> (256 - puzzle.bits) == 0
        )
        for place in range(puzzle.parts)
    ]  # fmt: skip
    return ballots.code_for_puzzle(
        by=ANYBODY, municipality=sample.municipality, ballot=ballot, token=puzzle.token,
        numbers=",".join(map(str, found)), address=address,
    )  # fmt: skip
