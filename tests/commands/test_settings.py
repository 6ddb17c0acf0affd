"""What the environment says is read once, and what cannot be meant is told with the variable's name and what to do."""

import pytest

from firstdoor import cli
from firstdoor.commands import check, serve
from firstdoor.config import env
from firstdoor.core.actor import system
from firstdoor.core.models import Audit
from firstdoor.places import services as places
from firstdoor.places.models import Municipality


def read(tmp_path, **values):
    return env.read({"FIRSTDOOR_DATA": str(tmp_path / "data"), **values})


def test_without_any_setting_everything_lies_in_two_folders(tmp_path):
    found = read(tmp_path)
    assert found.keys == tmp_path / "data-keys"
    assert found.files == tmp_path / "data" / "media"
    assert found.database["NAME"] == str(tmp_path / "data" / "firstdoor.sqlite3")
    assert found.secret_key == read(tmp_path).secret_key, "made once and kept"
    assert (found.demo, found.debug, found.trusted_proxies) == (False, False, 0)


def test_files_may_lie_elsewhere(tmp_path):
    assert read(tmp_path, FIRSTDOOR_STORAGE_URL=f"file://{tmp_path}/a%20b").files == tmp_path / "a b"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIRSTDOOR_STORAGE_URL", "s3://bucket"),
        ("FIRSTDOOR_STORAGE_URL", "file://"),
        ("FIRSTDOOR_STORAGE_URL", "/srv/files"),
        ("FIRSTDOOR_EMAIL_URL", "mail.example.org"),
        ("FIRSTDOOR_EMAIL_URL", "ftp://mail.example.org"),
        ("FIRSTDOOR_PUBLIC_URL", "siguria.example.org"),
        ("FIRSTDOOR_PUBLIC_URL", "https://"),
        ("FIRSTDOOR_TRUSTED_PROXIES", "one"),
        ("FIRSTDOOR_TRUSTED_PROXIES", "-1"),
        ("FIRSTDOOR_DATABASE_URL", "mysql://localhost/x"),
    ],
)
def test_what_cannot_be_meant_is_told_by_name(tmp_path, name, value):
    with pytest.raises(ValueError, match=rf"^{name}: .*(; use |use file)"):
        read(tmp_path, **{name: value})


@pytest.mark.parametrize(
    ("hosts", "url", "where"),
    [
        (["siguria.example.org"], "", "FIRSTDOOR_ALLOWED_HOSTS"),
        (["*"], "", "FIRSTDOOR_ALLOWED_HOSTS"),
        (["localhost"], "https://siguria.example.org", "FIRSTDOOR_PUBLIC_URL"),
    ],
)
def test_the_sample_is_not_shown_to_the_public(settings, db, hosts, url, where):
    settings.DEMO, settings.ALLOWED_HOSTS, settings.PUBLIC_URL = True, hosts, url
    told = list(check.troubles())
    assert len(told) == 1
    assert "FIRSTDOOR_DEMO=1" in told[0]
    assert told[0].endswith(f"out of {where}.")
    assert cli.main(["serve", "--port", "1"]) == 1


def test_on_this_machine_the_sample_starts(settings, db):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "localhost", "[::1]"]
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    assert list(check.troubles()) == []


def test_nor_does_it_listen_to_other_machines(settings, db, capsys):
    settings.DEMO, settings.ALLOWED_HOSTS, settings.PUBLIC_URL = True, ["localhost"], ""
    assert cli.main(["serve", "--host", "0.0.0.0"]) == 1  # noqa: S104
    assert "--host must be 127.0.0.1 or localhost" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["0", "65536", "x", "80 80"])
def test_a_port_that_is_none_is_wrong_usage(wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--port", wrong])
    assert ended.value.code == 2
    assert "ports go from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["0", "65", "two"])
def test_workers_are_a_small_number(wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", "--workers", wrong])
    assert ended.value.code == 2
    assert f"from 1 to {serve.MOST_WORKERS}" in capsys.readouterr().err


@pytest.mark.django_db
def test_invented_voices_never_come_among_real_ones(capsys):
    places.load_albania(by=system("test"), only=["roskovec"])
    places.open_municipality(by=system("test"), municipality=Municipality.objects.get(slug="roskovec"))
    before = Audit.objects.count()
    assert cli.main(["demo", "load"]) == 1
    assert "among real ones" in capsys.readouterr().err
    assert Audit.objects.count() == before


@pytest.mark.django_db
def test_a_sample_that_is_there_is_left_and_said(capsys):
    places.load_albania(by=system("test"), only=["roskovec"])
    places.open_municipality(by=system("test"), municipality=Municipality.objects.get(slug="roskovec"), demo=True)
    assert cli.main(["demo", "load"]) == 0
    assert "there already" in capsys.readouterr().err


def test_a_refusal_of_the_database_is_one_sentence():
    assert check.first_line(OSError("connection refused.\n\tIs it running?")) == "connection refused"
    assert check.first_line(OSError("")) == "OSError"
