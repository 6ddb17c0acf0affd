"""Small numbers are hidden before a table is published, and others with them, so that none can be worked out."""

from __future__ import annotations

from collections.abc import Sequence


def suppress(counts: Sequence[int], threshold: int = 5, *, total_published: bool = True) -> list[int | None]:
    """Counts of one row of a table with the small ones hidden.

    Hidden are counts from 1 to ``threshold - 1`` (a zero says that nobody is there and hides nobody). Where the total
    is published too, one hidden count alone would follow from it: then the smallest of the others is hidden as well,
    and so long as the hidden counts together stay below the threshold. O(n log n).

    Parameters
    ----------
    counts : sequence of int, shape (n,), each >= 0
    threshold : int >= 1
        The smallest number of persons that may be shown.
    total_published : bool
        Whether the sum of `counts` is shown beside them.

    Returns
    -------
    list of int or None, shape (n,)
        None where the count is hidden.

    Raises
    ------
    ValueError
        If a count is negative or the threshold is below 1.

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control, chapter 4 (frequency tables, secondary suppression).
    Wiley.

    Examples
    --------
    >>> suppress([12, 3, 30, 8])
    [12, None, 30, None]
    >>> suppress([12, 3, 30, 8], total_published=False)
    [12, None, 30, 8]
    >>> suppress([12, 0, 30])
    [12, 0, 30]
    """
    if threshold < 1 or any(count < 0 for count in counts):
        raise ValueError("counts must be >= 0 and the threshold >= 1")
    hidden = {place for place, count in enumerate(counts) if 0 < count < threshold}
    if hidden and total_published:
        rest = sorted((count, place) for place, count in enumerate(counts) if place not in hidden and count)
        while rest and (len(hidden) < 2 or sum(counts[place] for place in hidden) < threshold):
            hidden.add(rest.pop(0)[1])
    return [None if place in hidden else count for place, count in enumerate(counts)]
