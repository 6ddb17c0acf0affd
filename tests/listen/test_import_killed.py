"""The machine goes off in the middle of an import: nothing half written, and a second run brings all of it."""

import pytest

from firstdoor import cli
from firstdoor.core import audit_heads
from firstdoor.listen.models import Case
from firstdoor.places.models import Municipality
from tests.decide.test_killed import die, killed
from tests.listen.test_importing import HEADER, MAPPING

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_import_killed_half_way_leaves_nothing_and_runs_again(tmp_path, monkeypatch, capsys):
    file, toml = tmp_path / "reports.csv", tmp_path / "mapping.toml"
    rows = [f"{n},2025-03-01 10:00,,Open,Light,Rr. e Gjatë,41.1,20.1" for n in range(30)]
    file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    toml.write_text(MAPPING, encoding="utf-8")
    asked = ["import", "reports", str(file), "--municipality", "town", "--mapping", str(toml)]

    def half() -> None:
        from firstdoor.listen.services import importing

        keep = importing.audit.record_many

        def then_die(*given: object, **more: object) -> None:
            keep(*given, **more)
            die()

        importing.audit.record_many = then_die
        cli.main(asked)

    assert killed(half)
    assert not Case.objects.exists()
    assert not Municipality.objects.filter(slug="town").exists()
    assert cli.main(asked) == 0
    assert Case.objects.count() == len(rows)
    assert not audit_heads.verify()[1]
    assert cli.main(asked) == 0
    assert Case.objects.count() == len(rows)
