"""`firstdoor opinions DIR-or-FILE`: the opinion map of an exported conversation, without a database and without Django."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np

from firstdoor.commands import Refused
from firstdoor.formats import polis
from firstdoor.methods import opinions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Names are promises: people's scripts hang on them."""
    parser.add_argument(
        "path", metavar="DIR-or-FILE", help="a folder in Polis's export format, or a CSV participant,statement,vote"
    )
    parser.add_argument("--groups", metavar="FILE", help="a CSV participant,group: describe these groups, find none")
    parser.add_argument(
        "--k", type=_positive, metavar="N", help="find this many groups, whether the votes carry them or not"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def _positive(words: str) -> int:
    number = int(words)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def run(options: argparse.Namespace) -> int:
    """Map the conversation and print it. Raises Refused."""
    if options.groups and options.k:
        raise Refused("either --groups or --k: given groups have their number")
    began = time.perf_counter()
    try:
        read = polis.read_conversation(Path(options.path))
        given = polis.read_groups(Path(options.groups)) if options.groups else None
    except polis.PolisError as wrong:
        raise Refused(str(wrong)) from wrong
    except OSError as wrong:
        raise Refused(f"{wrong.filename or options.path}: {wrong.strerror or wrong}") from wrong
    votes = opinions.collect(
        np.frombuffer(read.person, dtype=np.int64),
        np.frombuffer(read.statement, dtype=np.int64),
        np.frombuffer(read.vote, dtype=np.int8),
        participants=read.participants,
        statements=read.statements,
        at=np.frombuffer(read.at, dtype=np.int64) if read.at else None,
        rejected=read.rejected,
        meta=read.meta,
    )
    if not votes.count:
        raise Refused(f"{options.path}: nobody voted on anything, there is nothing to draw")
    if given is None:
        drawn, names = opinions.opinion_map(votes, k=options.k), tuple(opinions.LETTERS)
    else:
        drawn, names = _of_groups(votes, given, options.groups)
    document = opinions.map_document(drawn, names)
    document["seconds"] = round(time.perf_counter() - began, 6)
    if options.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print(_as_text(drawn, names, read))
    return 0


def _of_groups(votes: opinions.Votes, given: dict[str, str], path: str) -> tuple[opinions.OpinionMap, tuple[str, ...]]:
    """The map of the groups in a file; people there who never voted are named on stderr."""
    without = sorted(set(given) - set(votes.participants), key=opinions.natural)
    if without:
        named = ", ".join(without[:5]) + (" …" if len(without) > 5 else "")
        print(f"firstdoor opinions: {path}: left out, since they have no vote: {named}", file=sys.stderr)
    present = [given[name] for name in votes.participants if name in given]
    if not present:
        raise Refused(f"{path}: nobody named there voted")
    names = tuple(sorted(set(present), key=opinions.natural))
    place = {name: number for number, name in enumerate(names)}
    labels = np.array([place[given[name]] if name in given else -1 for name in votes.participants], dtype=np.intp)
    return opinions.map_of_groups(votes, labels), names


WORDS = {
    "groups": "People stand further apart than by chance.",
    "like_chance": "No groups are drawn: people stand no further apart than by chance.",
    "few_people": "No groups are drawn: too few people voted.",
    "given": "The groups, or their number, were given.",
}


def _more_often(one: opinions.OpinionMap, group: int, each: opinions.Representative) -> bool:
    """Whether a larger share of the group than of the others says so."""
    counts, j = one.counts, each.statement
    said, seen = (counts.agree if each.direction == "agree" else counts.disagree)[:, j], counts.seen[:, j]
    others, others_seen = int(said.sum() - said[group]), int(seen.sum() - seen[group])
    return int(said[group]) * max(others_seen, 1) > others * max(int(seen[group]), 1)


def _as_text(one: opinions.OpinionMap, names: tuple[str, ...], read: polis.Conversation) -> str:
    """What a person wants to read: the common ground first, then the groups."""
    votes = one.votes

    def said(place: int) -> str:
        name = votes.statements[place]
        text = " ".join(read.texts[name].text.split()) if name in read.texts else ""
        return f"{name}: {text[:100]}" if text else name

    lines = [
        f"{len(votes.participants)} people, {len(votes.statements)} statements, {votes.count} votes",
        "",
        WORDS[one.structure.reason],
        "",
    ]
    for title, places in (("Most people agree", one.majority.agree), ("Most people disagree", one.majority.disagree)):
        lines += [f"{title}:", *(f"  {said(place)}" for place in places)] if places else []
    for group in range(one.structure.k if one.structure.k > 1 else 0):
        lines += ["", f"Group {names[group]}, {one.sizes[group]} people"]
        # What all hold can stand in the list, at times as if the group refused it; it sets nobody apart.
        lines += [
            f"  {each.direction:<8} {said(each.statement)}"
            for each in one.representative[group]
            if _more_often(one, group, each)
        ]
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in "\n".join(lines))
