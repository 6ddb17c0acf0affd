"""Keeps the catalogues of translations: `messages.py extract | compile | missing` (no gettext programs needed).

Each room has its own catalogue, sorted by the English words and without line numbers, so that two people's changes
merge. `extract` keeps what is translated, takes a translation that another room has, drops what no code says.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "firstdoor"
LANGUAGES = ("sq",)
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

_SINGULAR = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"))
_PLURAL = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
_CONTEXT = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
_CONTEXT_PLURAL = dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
KEYWORDS = {**_SINGULAR, **_PLURAL, **_CONTEXT, **_CONTEXT_PLURAL}

# What a message is known by: its English words (or singular and plural) and its context.
Key = tuple[str | tuple[str, ...], str | None]


def rooms() -> list[Path]:
    """The folders of the package that may hold strings."""
    return sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def said_by(room: Path) -> set[Key]:
    """Every string that a room's code and templates ask to be translated."""
    found: set[Key] = set()
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_text("utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            written = templatize(path.read_text("utf-8"), origin=str(path))
            # Indentation means nothing in a template and something to Python's tokenizer.
            source = "\n".join(line.lstrip() for line in written.splitlines())
        else:
            continue
        found.update(_strings(source))
    return found


def _strings(source: str) -> Iterator[Key]:
    stream = io.BytesIO(source.encode("utf-8"))
    for _line, function, words, _comments in extract_python(stream, KEYWORDS, [], {"encoding": "utf-8"}):
        parts = [words] if isinstance(words, str) else list(words)
        parts = [part for part in parts if part is not None]
        context = parts.pop(0) if function and "pgettext" in function and len(parts) > 1 else None
        if not parts or not parts[0]:
            continue
        if function and function.startswith("n") and len(parts) > 1:
            yield (parts[0], parts[1]), context
        else:
            yield parts[0], context


def catalogue(room: Path, language: str) -> Path:
    """Where a room's translations into a language stand."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


# Merging two people's catalogues keeps both sides' lines: of two entries for the same words, the translated one counts.
UNTRANSLATED = re.compile(r'^(?:msgctxt "[^\n]*"\n)?msgid "[^\n]+"\nmsgstr ""\n(?!")', re.MULTILINE)


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a file, an empty one when there is none."""
    if not path.exists():
        return Catalog(locale=language)
    text = UNTRANSLATED.sub("", path.read_text("utf-8") + "\n")
    return read_po(io.BytesIO(text.encode()), locale=language, ignore_obsolete=True)


def translated(message: Message | None) -> bool:
    """Whether each form of a message has words and nobody has marked them as doubtful."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def extract() -> None:
    """Bring every room's catalogues up to what its code says today."""
    for language in LANGUAGES:
        old = {room: read(catalogue(room, language), language) for room in rooms()}
        known: dict[Key, Message] = {}
        for one in old.values():
            known.update({_key(message): message for message in one if message.id and translated(message)})
        for room, before in old.items():
            strings = said_by(room)
            path = catalogue(room, language)
            if not strings:
                path.unlink(missing_ok=True)
                continue
            fresh = Catalog(locale=language)
            for words, context in strings:
                own = before.get(_first(words), context)
                message = own if own is not None and translated(own) and _key(own) == (words, context) else None
                message = message or known.get((words, context))
                string = message.string if message else ("" if isinstance(words, str) else ("", ""))
                notes = before.get(_first(words), context)
                fresh.add(words, string, context=context, user_comments=notes.user_comments if notes else ())
            path.parent.mkdir(parents=True, exist_ok=True)
            out = io.BytesIO()
            write_po(out, fresh, width=0, no_location=True, omit_header=True, sort_output=True)
            path.write_bytes(HEADER.format(language=language).encode() + out.getvalue())
    left = missing()
    for line in left:
        print("not translated:", line)
    print(f"{len(left)} strings wait for a translation.")


def compile_all() -> None:
    """Write the binary catalogues that Django reads."""
    for language in LANGUAGES:
        for room in rooms():
            path = catalogue(room, language)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as file:
                    write_mo(file, read(path, language))
            else:
                path.with_suffix(".mo").unlink(missing_ok=True)


def missing() -> list[str]:
    """`language room: words` for each string that code says and the catalogue does not translate."""
    lines = []
    for language in LANGUAGES:
        for room in rooms():
            held = read(catalogue(room, language), language)
            for words, context in sorted(said_by(room), key=repr):
                message = held.get(_first(words), context)
                if message is None or not translated(message) or _key(message) != (words, context):
                    lines.append(f"{language} {room.name}: {_first(words)!r}")
    return lines


def _first(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


def _key(message: Message) -> Key:
    words = message.id
    return (words if isinstance(words, str) else tuple(words)), message.context


def _configure() -> None:
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()


def main() -> int:
    """The command line."""
    _configure()
    match sys.argv[1:]:
        case ["extract"]:
            extract()
        case ["compile"]:
            compile_all()
        case ["missing"]:
            lines = missing()
            print("\n".join(lines))
            return int(bool(lines))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
