"""A PostgreSQL server of our own for the tests: from installed programs, else from the pgserver wheel.

It listens on a socket in a short folder only (a socket's path must stay under 107 characters) and keeps nothing.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=60")


class NoPostgres(Exception):
    """Neither installed programs nor the wheel gave a server; the message says what was tried."""


def private_postgres() -> str:
    """Start a server that ends with this process; its address, for FIRSTDOOR_DATABASE_URL. Raises NoPostgres."""
    tried = []
    for start in (_from_programs, _from_wheel):
        folder = Path(tempfile.mkdtemp(prefix="fdpg", dir="/tmp"))  # TMPDIR may be too long
        try:
            host = start(folder)
        except (NoPostgres, OSError, subprocess.SubprocessError, psycopg.Error, ImportError, RuntimeError) as error:
            tried.append(f"{start.__name__.removeprefix('_from_')}: {error}")
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE ROLE firstdoor LOGIN CREATEDB")
        return f"postgresql://firstdoor@/firstdoor?host={host}"
    raise NoPostgres("; ".join(tried))


def _programs() -> Path | None:
    """The folder of initdb and postgres, the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def _from_programs(folder: Path) -> str:
    programs = _programs()
    if programs is None:
        raise NoPostgres("no initdb installed")
    who: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    folder.chmod(0o700)
    data = folder / "data"
    initdb = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "--no-sync",
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
    ]
    made = subprocess.run(initdb, cwd="/", capture_output=True, text=True, **who)
    if made.returncode:
        raise NoPostgres(made.stderr.strip().splitlines()[-1])
    command = [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="]
    for setting in FAST:
        command += ["-c", setting]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True, **who)
    atexit.register(_stop, server, folder, os.getpid())
    deadline = time.monotonic() + 20
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
            return str(folder)
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes], folder: Path, owner: int) -> None:
    if os.getpid() != owner:  # a forked child leaves the server to its parent
        return
    server.send_signal(signal.SIGQUIT)
    server.wait(timeout=20)
    shutil.rmtree(folder, ignore_errors=True)


def _from_wheel(folder: Path) -> str:
    # As root it makes a system user of its own, with a program that stands in an sbin folder.
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    import pgserver

    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    host = psycopg.conninfo.conninfo_to_dict(server.get_uri())["host"]
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(host)
