"""What every test stands on: a database of its own, keys in a folder of the run, refusing triggers around a flush."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis

from firstdoor.core import triggers

# How long an example takes says how busy the machine is; budgets of time are the benchmarks' and journeys' matter.
hypothesis.register_profile("firstdoor", deadline=None)
hypothesis.load_profile("firstdoor")

_flush = TransactionTestCase._fixture_teardown


def _flush_without_triggers(case: TransactionTestCase) -> None:
    """The audit trail refuses to be emptied, and that is what a test with real transactions must do afterwards."""
    names = list(case._databases_names(include_mirrors=False))
    for name in names:
        triggers.remove(connections[name])
    try:
        _flush(case)
    finally:
        for name in names:
            triggers.install(connections[name])


TransactionTestCase._fixture_teardown = _flush_without_triggers  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tests write rows past the services, without a record: pages look at the rows each time.

    tests/listen/test_kept_facts.py tries what is kept.
    """
    monkeypatch.setattr("firstdoor.core.facts.values.most", 0)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins in the language of the code; a request switches it and may leave it switched."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_kept_heads() -> Iterator[None]:
    """Each test begins without heads of the audit trail that another kept: a worker run by a test keeps them too."""
    from django.conf import settings

    yield
    (settings.KEYS_FOLDER / "audit-heads.jsonl").unlink(missing_ok=True)
