"""The set-up says in plain words what a machine lacks, and the runner counts honestly."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import messages, test_runner

ROOT = Path(__file__).resolve().parents[2]


def _ground(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": path} if path else None
    shell = str(shutil.which("sh"))
    return subprocess.run([shell, "tools/ground.sh", *arguments], cwd=ROOT, capture_output=True, text=True, env=env)


def test_a_missing_python_is_named_with_what_to_do() -> None:
    done = _ground("python", "python-that-is-not-there")
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_python_without_ensurepip_is_noticed(tmp_path: Path) -> None:
    bare = tmp_path / "python3.11"
    bare.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"\n')
    bare.chmod(0o755)
    done = _ground("python", str(bare))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_this_python_is_good_enough() -> None:
    assert _ground("python", sys.executable).returncode == 0


def test_a_full_disk_is_noticed(tmp_path: Path) -> None:
    """`df` is replaced by one that reports 100 MB free."""
    df = tmp_path / "df"
    df.write_text("#!/bin/sh\nprintf 'head\\nfs 1000 900 102400 90%% /\\n'\n")
    df.chmod(0o755)
    done = _ground("disk", ".", path=f"{tmp_path}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "there are 100 MB" in done.stderr


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _ground("port", port, sys.executable)
        assert done.returncode == 1
        assert f"Port {port} is taken" in done.stderr
        assert "make run PORT=" in done.stderr
    assert _ground("port", port, sys.executable).returncode == 0


@pytest.mark.parametrize("port", ["", "http", "80 80"])
def test_a_port_is_a_number(port: str) -> None:
    assert "PORT must be a number" in _ground("port", port, sys.executable).stderr


def test_without_a_way_to_the_registries_it_says_what_to_do(tmp_path: Path) -> None:
    """An environment whose pip finds nothing, as without a network."""
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text('#!/bin/sh\ncase "$*" in *install*) echo "No matching distribution" >&2; exit 1 ;; esac\n')
    python.chmod(0o755)
    shutil.copytree(ROOT / "tools", tmp_path / "house" / "tools", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    done = subprocess.run(
        [str(shutil.which("sh")), "tools/install.sh", str(tmp_path), "-r", "run.lock"],
        cwd=tmp_path / "house", capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "HTTPS_PROXY" in done.stderr
    assert "PIP_INDEX_URL" in done.stderr


REPORT = '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>'


@pytest.mark.parametrize(
    ("report", "status", "expected"),
    [
        (REPORT, 1, "5 passed, 2 failed, 2 skipped"),
        ('<testsuites><testsuite tests="3"/></testsuites>', 0, "3 passed, 0 failed, 0 skipped"),
        ('<testsuites><testsuite tests="3"/></testsuites>', 2, "3 passed, 1 failed, 0 skipped"),  # interrupted
        (None, 4, "0 passed, 1 failed, 0 skipped"),  # pytest did not even start
        (None, 5, "0 passed, 0 failed, 0 skipped"),  # no tests there
    ],
)
def test_the_runner_counts(report: str | None, status: int, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "report.xml"
    if report:
        file.write_text(report)
    assert str(test_runner.read_report(file, status)) == expected


def test_strings_of_code_and_templates_are_found(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "views.py").write_text(
        'from django.utils.translation import gettext as _, ngettext, pgettext\n_("Mine")\n'
        'ngettext("one voice", "%(n)s voices", 2)\npgettext("month", "May")\nprint("not this")\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n  <p>{% translate "Door" %}</p>\n{% if x %}\n <b>{% translate "May" context "verb" %}</b>{% endif %}\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} answer\n{% plural %}\n  {{ n }} answers\n{% endblocktranslate %}"
    )
    assert messages.said_by(tmp_path) == {
        ("Mine", None),
        (("one voice", "%(n)s voices"), None),
        ("May", "month"),
        ("Door", None),
        ("May", "verb"),
        (("%(n)s answer", "%(n)s answers"), None),
    }
