"""A command that the machine or the database does not allow says so in a line, without a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest
from django.db import connection

from firstdoor import cli
from firstdoor.commands import serve


def command(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "firstdoor.cli", *words], capture_output=True, text=True, env={**os.environ, **environ}
    )


def test_a_database_that_was_never_made_ready(tmp_path):
    environ = {"FIRSTDOOR_DATA": str(tmp_path / "data"), "FIRSTDOOR_DATABASE_URL": ""}
    told = command("municipality", "list", **environ, DJANGO_SETTINGS_MODULE="firstdoor.config.settings")
    assert told.returncode == 1
    assert told.stderr == "firstdoor municipality: The database is not up to date. Run: firstdoor migrate\n"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "data").write_text("a file")
    told = command("check", FIRSTDOOR_DATA=str(tmp_path / "data"), DJANGO_SETTINGS_MODULE="firstdoor.config.settings")
    assert told.returncode == 1
    assert told.stderr == (
        f"firstdoor: the folder {tmp_path / 'data'} cannot be made: File exists."
        " Choose one that may be written to: FIRSTDOOR_DATA=FOLDER.\n"
    )


def test_the_second_server_of_two_on_one_port_does_not_say_that_it_is_open(tmp_path):
    """Also while the first one is still loading its pages and answers nobody yet."""
    environ = {"FIRSTDOOR_DATA": str(tmp_path), "FIRSTDOOR_DATABASE_URL": "", "FIRSTDOOR_DEMO": "1"}
    environ["DJANGO_SETTINGS_MODULE"] = "firstdoor.config.settings"
    assert command("migrate", **environ).returncode == 0
    with serve.opened("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        told = command("serve", "--port", str(port), **environ)
    assert told.returncode == 1
    assert told.stdout == ""
    assert f"port {port} on 127.0.0.1 is taken" in told.stderr
    assert f"--port {port + 1}" in told.stderr


@pytest.mark.django_db
def test_a_full_disk(capsys, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has a largest size to set")
    lines = "\n".join(f"{n},2025-03-01 10:00,Light,{'x' * 190}" for n in range(2000))
    file, toml = tmp_path / "reports.csv", tmp_path / "mapping.toml"
    file.write_text(f"id,opened,kind,place\n{lines}\n")
    toml.write_text(
        'source = "s"\nlanguage = "en"\n[columns]\nid = "id"\nopened = "opened"\ntitle = "kind"\nplace = "place"\n'
        '[dates]\nformat = "%Y-%m-%d %H:%M"\nzone = "Europe/Tirane"\n'
    )
    from tests.world import make_municipality

    make_municipality("Kamëz")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        used = cursor.fetchone()[0]
        cursor.execute("PRAGMA max_page_count")
        most = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {used + 20}")
    try:
        asked = ["import", "reports", str(file), "--municipality", "kamez", "--mapping", str(toml)]
        assert cli.main(asked) == 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    told = capsys.readouterr().err
    assert "full" in told
    assert "Nothing of it was kept. Free some space" in told
    from firstdoor.listen.models import Case

    assert not Case.objects.exists()


def test_a_full_disk_below_the_database_is_said_too(monkeypatch, capsys):
    def full(_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("firstdoor.commands.check.run", full)
    assert cli.main(["check"]) == 1
    assert "the disk is full" in capsys.readouterr().err

    def broken(_options):
        raise OSError(errno.EIO, "the disk is broken")

    monkeypatch.setattr("firstdoor.commands.check.run", broken)
    with pytest.raises(OSError, match="broken"):
        cli.main(["check"])
