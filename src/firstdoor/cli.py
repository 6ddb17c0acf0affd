"""`firstdoor`, the installed command. Each subcommand is a module of `firstdoor.commands` that is imported when asked for.

Exit status: 0 done; 1 the input or the state does not allow it; 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from firstdoor.commands import Refused

COMMANDS = {
    "serve": "the production server and its worker",
    "migrate": "bring the database up to date",
    "check": "check the configuration, in plain words",
    "demo": "the sample municipality",
    "count": "count Pabulib ballot files",
    "opinions": "the opinion map of an exported conversation",
    "import": "reports of another system, or places",
    "municipality": "which municipalities there are, and opening the door of one",
    "audit": "the audit trail",
    "person": "people who work here and their roles",
    "retention": "erase what has been kept long enough",
    "worker": "background work alone, without the server",
}
WITHOUT_DJANGO = {"count", "opinions"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status."""
    parser = argparse.ArgumentParser(prog="firstdoor", description="The first door citizens knock on.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    arguments = list(sys.argv[1:] if argv is None else argv)
    asked = next((word for word in arguments if not word.startswith("-")), None)
    for name, help_text in COMMANDS.items():
        subparser = commands.add_parser(name, help=help_text, description=help_text)
        if name == asked:
            if name not in WITHOUT_DJANGO:
                _setup_django()
            module = importlib.import_module(f"firstdoor.commands.{name.replace('import', 'import_')}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except Refused as refusal:
        print(f"firstdoor {options.command}: {refusal}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has seen enough; Python would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as wrong:
        words = _of_the_machine(wrong)
        if not words:
            raise
        print(f"firstdoor {options.command}: {words}", file=sys.stderr)
        return 1


def _setup_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdoor.config.settings")
    import django

    try:
        django.setup()
    except (ValueError, OSError) as wrong:  # settings, and folders that cannot be made
        raise SystemExit(f"firstdoor: {wrong}") from wrong


def _of_the_machine(wrong: Exception) -> str:
    """What keeps disk or database from doing what was asked, in plain words; "" when it is neither."""
    if "django" not in sys.modules:
        return ""
    from django.db import DatabaseError

    from firstdoor.core.errors import disk_is_full

    if disk_is_full(wrong):
        return "the disk is full. Nothing of it was kept. Free some space, or keep the data where there is room (FIRSTDOOR_DATA)."
    if not isinstance(wrong, DatabaseError):
        return ""
    from firstdoor.commands.check import troubles

    return next(troubles(), f"the database cannot do this: {wrong}. Nothing of it was kept.")


if __name__ == "__main__":
    sys.exit(main())
