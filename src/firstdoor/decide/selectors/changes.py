"""Which words of a paragraph are new since the version before."""

from __future__ import annotations

import re
from difflib import SequenceMatcher


def marked(before: str, after: str) -> list[tuple[bool, str]]:
    """The words of `after` as (new, words) runs; all old where nothing was before.

    >>> marked("Bashkia vë 40 llamba.", "Bashkia vë 40 llamba dhe i riparon.")
    [(False, 'Bashkia vë 40 '), (True, 'llamba dhe i riparon.')]
    """
    if not before:
        return [(False, after)]
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    runs = []
    for what, _i1, _i2, start, end in SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    ).get_opcodes():
        if start < end:
            runs.append((what != "equal", "".join(new[start:end])))
    return runs
