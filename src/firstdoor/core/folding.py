"""Folding: words compared without case and marks, so that Cerrik finds Cërrik."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes and doubled spaces: what names and searches are compared by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.replace("\u2019", "").replace("'", "").split())


_ALPHABET = "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh"
_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET.split())}


def albanian_order(text: str) -> str:
    """A sort key in which ç follows c, ë follows e, and dh, gj, ll, nj, rr, sh, th, xh, zh are letters of their own.

    >>> sorted(["Dibër", "Dhërmi", "Devoll", "Durrës"], key=albanian_order)
    ['Devoll', 'Dibër', 'Durrës', 'Dhërmi']
    """
    lower = unicodedata.normalize("NFC", text.casefold())
    key = ""
    while lower:
        letter = lower[:2] if lower[:2] in _RANK else lower[0]
        key += _RANK.get(letter, letter)
        lower = lower[len(letter) :]
    return key
