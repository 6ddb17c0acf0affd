"""Which statements say nearly the same: seen before one of them is published.

Texts are compared by their runs of three letters, folded to lower case without marks, rare runs weighing more (tf-idf,
cosine). That finds other word forms and word orders of one sentence in any language; it does not know synonyms.

References
----------
Salton, G., Buckley, C. (1988). Term-weighting approaches in automatic text retrieval. Information Processing & Management
    24(5), 513-523.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

LENGTH = 3
NEAR = 0.6  # from here on a person should look at both


def folded(text: str) -> str:
    """Lower case, without marks, with single spaces and none but letters and figures."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", " ", bare).strip()


def profiles(texts: Sequence[str]) -> csr_array:
    """A unit row for each text over the runs that occur in them, shape (texts, runs); an empty text has a zero row."""
    places: dict[str, int] = {}
    rows, columns = [], []
    for row, text in enumerate(texts):
        padded = f" {folded(text)} "
        for start in range(len(padded) - LENGTH + 1):
            rows.append(row)
            columns.append(places.setdefault(padded[start : start + LENGTH], len(places)))
    counts = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(texts), max(len(places), 1)))
    counts.sum_duplicates()
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    weight = np.log((1 + len(texts)) / (1 + spread)) + 1
    data = (1 + np.log(counts.data)) * weight[counts.indices]
    weighted = csr_array((data, counts.indices, counts.indptr), shape=counts.shape)
    length = np.sqrt(np.add.reduceat(np.append(data**2, 0.0), counts.indptr[:-1]) * (np.diff(counts.indptr) > 0))
    per_entry = np.repeat(np.where(length > 0, length, 1.0), np.diff(counts.indptr))
    return csr_array((weighted.data / per_entry, counts.indices, counts.indptr), shape=counts.shape)


def similar(text: str, others: Sequence[str], *, least: float = NEAR, most: int = 5) -> list[tuple[int, float]]:
    """Places and likeness (from `least` to 1) of the `most` others that are most like `text`, the most alike first."""
    if not others:
        return []
    rows = profiles([*others, text])
    likeness = np.asarray((rows[:-1] @ rows[[-1]].T).toarray()).ravel()
    order = np.argsort(-likeness, kind="stable")[:most].tolist()
    return [(place, min(float(likeness[place]), 1.0)) for place in order if likeness[place] >= least]


def pairs(texts: Sequence[str], *, least: float = NEAR) -> list[tuple[int, int, float]]:
    """All pairs of texts that are alike, the most alike first: two places and the likeness. O(pairs that share a run)."""
    rows = profiles(texts)
    product = (rows @ rows.T).tocoo()
    keep = (product.row < product.col) & (product.data >= least)
    found = zip(product.row[keep].tolist(), product.col[keep].tolist(), product.data[keep].tolist(), strict=True)
    return sorted(((a, b, min(value, 1.0)) for a, b, value in found), key=lambda pair: (-pair[2], pair[0], pair[1]))
