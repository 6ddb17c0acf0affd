"""`firstdoor check`: is this installation fit to be used? In plain words."""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LOCAL_NAMES = {"localhost", "[::1]", "::1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--json` for programs."""
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(options: argparse.Namespace) -> int:
    """Print each trouble with what to do; exit 1 when one of them keeps the server from starting."""
    errors, warnings = list(troubles()), list(worries())
    if options.json:
        json.dump({"errors": errors, "warnings": warnings}, sys.stdout)
        print()
    else:
        for line in errors:
            print(f"Error: {line}")
        for line in warnings:
            print(f"Warning: {line}")
        if not errors and not warnings:
            print("All is well.")
    return 1 if errors else 0


def is_local(host: str) -> bool:
    """Whether a host name reaches this machine only."""
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def first_line(trouble: Exception) -> str:
    """The first line of an error's words, without a full stop: PostgreSQL's go on asking questions."""
    return next(iter(str(trouble).splitlines()), type(trouble).__name__).rstrip(" .")


def troubles() -> Iterator[str]:
    """What keeps the server from starting."""
    named = [(host, "FIRSTDOOR_ALLOWED_HOSTS") for host in settings.ALLOWED_HOSTS]
    named += [(host, "FIRSTDOOR_PUBLIC_URL") for host in (urlsplit(settings.PUBLIC_URL).hostname,) if host]
    public = [(host, where) for host, where in named if not is_local(host)]
    if settings.DEMO and public:
        host, where = public[0]
        yield (
            f"FIRSTDOOR_DEMO=1 shows everybody's letters and sign-in codes; it does not start together with the public "
            f"host name {host}. Take FIRSTDOOR_DEMO away, or {host} out of {where}."
        )
    for name, folder in (("FIRSTDOOR_DATA", settings.DATA_FOLDER), ("FIRSTDOOR_KEYS", settings.KEYS_FOLDER)):
        if not os.access(folder, os.W_OK):
            yield f"{name}: {folder} cannot be written to."
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "The database is not up to date. Run: firstdoor migrate"
    except DatabaseError as trouble:
        yield f"The database does not answer: {first_line(trouble)}. Look at FIRSTDOOR_DATABASE_URL."


def worries() -> Iterator[str]:
    """What a careful administrator would change."""
    keys, data = Path(settings.KEYS_FOLDER), Path(settings.DATA_FOLDER)
    if data == keys or data in keys.parents:
        yield f"FIRSTDOOR_KEYS ({keys}) lies inside FIRSTDOOR_DATA: a backup of the data would hold the keys."
    if stat.S_IMODE(keys.stat().st_mode) & 0o077:
        yield f"Others on this machine can look into {keys}. Run: chmod 700 {keys}"
    if not settings.DEMO and settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        yield "FIRSTDOOR_EMAIL_URL is not set: nobody can sign in and no answer goes out by e-mail."
    if not settings.DEMO and not settings.PUBLIC_URL.startswith("https://"):
        yield "FIRSTDOOR_PUBLIC_URL is not an https address: cookies and receipts would travel readable."
    for message in run_checks():
        if message.level >= WARNING:
            yield str(message.msg)
