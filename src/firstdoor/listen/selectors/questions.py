"""The question bank that comes with the package: stable codes, wording in Albanian and English."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from firstdoor.core.texts import Texts, make


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen."""

    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options; none for free text, and for units, which each municipality has of its own."""

    code: str
    kind: str
    words: Texts
    options: tuple[Option, ...]
    sensitive: bool  # asked only in private, never through a focal point
    core: bool
    higher_is: str


@cache
def question_bank() -> dict[str, Question]:
    """All questions by code. No query; read once."""
    text = (files("firstdoor.listen") / "data" / "survey-questions.csv").read_text(encoding="utf-8")
    return {row["code"]: _question(row) for row in csv.DictReader(io.StringIO(text))}


def _question(row: dict[str, str]) -> Question:
    return Question(
        code=row["code"], kind=row["type"], words=make("sq", row["sq"], en=row["en"]),
        options=tuple(_options(row["options"])), sensitive=row["sensitive"] == "yes", core=row["core"] == "yes",
        higher_is=row["higher_is"],
    )  # fmt: skip


def _options(text: str) -> list[Option]:
    if ".." in text:
        first, last = text.split("..")
        return [Option(str(mark), make("sq", str(mark))) for mark in range(int(first), int(last) + 1)]
    parts = [part.split("|") for part in text.split(";") if part.count("|") == 2]
    return [Option(code, make("sq", albanian, en=english)) for code, english, albanian in parts]
