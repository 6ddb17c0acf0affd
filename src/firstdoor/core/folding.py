"""Folding: words compared without case and marks, so that Cerrik finds Cërrik."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case without diacritics, apostrophes and doubled spaces: what names and searches are compared by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.replace("\u2019", "").replace("'", "").split())
