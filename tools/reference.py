"""Writes the references that follow from the code: addresses, commands, licences (`make docs`; a test compares).

`reference.py write` writes docs/reference/{addresses,commands,licences}.md.
"""

import argparse
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"

# What may be used in a product under EUPL-1.2: permissive, or copyleft of the file or library only.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC-BY-4.0", "CC0-1.0", "EUPL-1.2", "ISC",
    "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# Older packages say it in words.
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with licences of the list: each part of AND, one part of OR."""
    return all(
        any(part.strip(" ()") in ALLOWED for part in either.split(" OR ")) for either in expression.split(" AND ")
    )


def locked(lock: Path) -> list[str]:
    """The names of the packages in a lock file of Python."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE)


def python_licences() -> dict[str, str]:
    """Package of run.lock -> licence, as the installed package declares it ("" when it says nothing)."""
    found = {}
    for name in locked(ROOT / "requirements" / "run.lock"):
        about = metadata.metadata(name)
        words = about.get("License-Expression") or ""
        if not words:
            classifiers = [
                line.rsplit("::", 1)[-1].strip()
                for line in about.get_all("Classifier") or []
                if line.startswith("License")
            ]
            names = [SPDX.get(each, each) for each in classifiers if each != "OSI Approved"]
            words = " OR ".join(names) or SPDX.get(about.get("License") or "", about.get("License") or "")
        found[name] = words
    return found


def npm_licences() -> dict[str, str]:
    """npm package -> licence, as the lock file of the front end holds it."""
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))["packages"]
    found: dict[str, str] = {}
    for path, about in packages.items():
        if path:
            found[path.rsplit("node_modules/", 1)[-1]] = str(about.get("license", ""))
    return dict(sorted(found.items()))


def licences() -> str:
    """docs/reference/licences.md."""
    shipped = {*json.loads((ROOT / "frontend" / "package.json").read_text("utf-8"))["dependencies"]}
    lines = [
        "# Licences of what Firstdoor stands on",
        "",
        "Firstdoor itself: EUPL-1.2 (`LICENSE`). Data with other licences stands in folders of its own, each with licence",
        "and notice. `make docs` writes this list; a test fails on a licence that does not go with ours.",
        "",
        "## Installed with it (requirements/run.lock)",
        "",
        "| package | licence |",
        "| --- | --- |",
        *(f"| {name} | {words} |" for name, words in python_licences().items()),
        "",
        "## Bundled into the pages (frontend/package.json)",
        "",
        "| package | licence |",
        "| --- | --- |",
        *(f"| {name} | {words} |" for name, words in npm_licences().items() if name in shipped),
        "",
        "## Used to build and test the pages, not delivered",
        "",
        "| package | licence |",
        "| --- | --- |",
        *(f"| {name} | {words} |" for name, words in npm_licences().items() if name not in shipped),
    ]
    return "\n".join(lines) + "\n"


def routes() -> list[tuple[str, str, str]]:
    """Every address of the house: (path as people see it, its name in the code, the first sentence of its view)."""
    from django.urls import get_resolver

    return sorted(set(_walk(get_resolver(), "/")))


def _walk(resolver: Any, before: str) -> Iterator[tuple[str, str, str]]:
    from django.urls import URLResolver
    from django.urls.resolvers import LocalePrefixPattern

    for entry in resolver.url_patterns:
        if isinstance(entry.pattern, LocalePrefixPattern):
            here = before + "<lang>/"
        else:
            here = before + _readable(str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here)
        else:
            yield here, entry.name or "", _words(entry.callback)


def _readable(pattern: str) -> str:
    pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.removeprefix("^").removesuffix("$").removesuffix(r"\Z"))
    return re.sub(r"<\w+:(\w+)>", r"<\1>", pattern).replace("\\", "")


def _words(view: Any) -> str:
    source = getattr(view, "view_class", view)
    text = " ".join((source.__doc__ or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.!?]) ", text)[0].rstrip(".") if text else ""


def addresses() -> str:
    """docs/reference/addresses.md."""
    lines = [
        "# Addresses",
        "",
        "Every address that the product answers. `<lang>` is `sq` or `en`; the same path without it redirects by the",
        "visitor's preference. Signed out, an address of the desk redirects to sign-in; signed in without the right, it is",
        "404. Who may do what at each is in `tests/doors/`. `make docs` writes this table from the code.",
        "",
        "| address | name | what |",
        "| --- | --- | --- |",
        *(f"| `{path}` | {name} | {words.replace('|', '/')} |" for path, name, words in routes()),
    ]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """docs/reference/commands.md."""
    os.environ["COLUMNS"] = "100"
    lines = [
        "# The command `firstdoor`",
        "",
        "`.venv/bin/firstdoor` after `make setup`. Exit status: 0 done; 1 the input or the state does not allow it (what,",
        "where and what to do on standard error); 2 wrong usage. `make docs` writes this page from the code.",
    ]
    for name, parser in _commands():
        lines += ["", f"## {name}", "", "```", parser.format_help().rstrip(), "```"]
        for parts, deeper in _below(parser):
            lines += ["", f"### {name} {parts}", "", "```", deeper.format_help().rstrip(), "```"]
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    from firstdoor import cli

    for name, words in sorted(cli.COMMANDS.items()):
        path = f"firstdoor.commands.{name.replace('import', 'import_')}"
        if importlib.util.find_spec(path) is None:
            continue
        module = importlib.import_module(path)
        parser = argparse.ArgumentParser(prog=f"firstdoor {name}", description=words)
        module.add_arguments(parser)
        yield name, parser


def _below(parser: argparse.ArgumentParser, before: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, deeper in action.choices.items():
                yield f"{before}{name}", deeper
                yield from _below(deeper, f"{before}{name} ")


PAGES = {"addresses.md": addresses, "commands.md": commands, "licences.md": licences}


def main() -> int:
    """The command line."""
    if sys.argv[1:] != ["write"]:
        print(__doc__)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
