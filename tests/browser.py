"""A real browser for the journeys: which one, and what every page must keep to.

Order: FIRSTDOOR_CHROMIUM, `chromium` on PATH, then the one inside npm's @sparticuz/chromium, unpacked once.
Nothing is downloaded here.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Response,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "frontend" / "node_modules"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
]
# Unpacks what npm's package carries, with the zlib of the node at hand: browser, its libraries, fonts.
_UNPACK = """
const {readFileSync, writeFileSync} = require("fs"), {brotliDecompressSync} = require("zlib");
const [bin, out] = process.argv.slice(1);
for (const name of ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"])
  writeFileSync(out + "/" + name.slice(0, -3), brotliDecompressSync(readFileSync(bin + "/" + name)));
"""


class NoBrowser(Exception):
    """No browser was found; the message says what was looked for."""


@dataclass(frozen=True)
class Program:
    """A browser's program and the environment that it needs."""

    path: str
    env: dict[str, str] = field(default_factory=dict)


def _node() -> str | None:
    found = subprocess.run(["sh", ROOT / "tools/frontend.sh", "find"], capture_output=True, text=True)
    return found.stdout.strip() or None


@cache
def find_browser() -> Program:
    """The browser to drive. Raises NoBrowser."""
    named = os.environ.get("FIRSTDOOR_CHROMIUM")
    if named:
        return Program(named)
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return Program(path)
    packed = NODE_MODULES / "@sparticuz/chromium/bin"
    node = _node()
    if not packed.is_dir() or node is None:
        raise NoBrowser("no chromium on PATH, none named in FIRSTDOOR_CHROMIUM, none among the npm packages")
    return _unpacked(packed, node)


def _unpacked(packed: Path, node: str) -> Program:
    version = json.loads((packed.parent / "package.json").read_text())["version"]
    mark = hashlib.sha256(f"{version}{packed}{os.getuid()}".encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"firstdoor-chromium-{mark}"
    if not (folder / "ready").exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        subprocess.run([node, "-e", _UNPACK, packed, folder], check=True)
        for name in ("al2023", "fonts", "swiftshader"):
            shutil.unpack_archive(folder / f"{name}.tar", folder, "tar")
            (folder / f"{name}.tar").unlink()
        (folder / "chromium").chmod(0o755)
        # Without a right folder in fonts.conf no font is found and every text is invisible and of height 0.
        fonts = next(folder.rglob("fonts.conf"))
        ours = ROOT / "src/firstdoor/static/fonts"
        fonts.write_text(
            "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>"
            f"<dir>{folder}</dir><dir>{ours}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
        )
        (folder / "ready").touch()
    fonts = next(folder.rglob("fonts.conf"))
    return Program(
        str(folder / "chromium"),
        {"LD_LIBRARY_PATH": f"{folder}/lib:{folder}", "FONTCONFIG_PATH": str(fonts.parent), "HOME": str(folder)},
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """A running browser. Raises NoBrowser."""
    program = find_browser()
    node = _node()
    if node:  # playwright's own node needs a library that a bare system lacks
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = _launch(playwright, program, flags)
        try:
            yield browser
        finally:
            browser.close()


def _launch(playwright: Playwright, program: Program, flags: list[str]) -> Browser:
    env = {**os.environ, **program.env}
    try:
        return playwright.chromium.launch(executable_path=program.path, args=flags, env=env)
    except Error:
        # In a container an ordinary user may have no namespaces for the sandbox.
        return playwright.chromium.launch(executable_path=program.path, args=[*flags, "--no-sandbox"], env=env)


@dataclass
class Watch:
    """Collects what must not happen in a page: script errors, refused content, answers of 5xx."""

    seen: list[str] = field(default_factory=list)
    navigations: set[str] = field(default_factory=set)

    def on(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))
        context.on("response", self._response)

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.navigations.add(response.url)
        if response.status >= 500:
            self.seen.append(f"{response.status} {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        address = message.location.get("url", "")
        # A refused form (422) or a page that is not there (404) is an answer, not a fault of the page.
        if message.text.startswith("Failed to load resource") and address in self.navigations:
            return
        self.seen.append(f"console: {message.text} ({address})")

    def check(self) -> None:
        """Fail with all that was seen."""
        assert not self.seen, "\n".join(self.seen)


def axe(page: Page, *, only_contrast: bool = False, skip: tuple[str, ...] = ()) -> None:
    """Fail when axe finds a violation on the page as it is. `only_contrast` for the second look, in dark colours."""
    source = (NODE_MODULES / "axe-core/axe.min.js").read_text("utf-8")
    page.evaluate(source)
    run = {"type": "rule", "values": ["color-contrast"]} if only_contrast else {"type": "tag", "values": AXE_RULES}
    options: dict[str, Any] = {"runOnly": run, "rules": {rule: {"enabled": False} for rule in skip}}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    words = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:200]}\n      {node['failureSummary']}" for node in violation["nodes"][:5])
        for violation in found
    ]
    assert not found, f"{page.url}\n" + "\n".join(words)


def no_sideways_scroll(page: Page) -> None:
    """Fail when the page is wider than the window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window}"


def screenshot(page: Page, file: Path, *, full: bool = True) -> Path:
    """A picture that comes out the same each time: fonts there, nothing moving, no caret."""
    page.evaluate("document.fonts.ready.then(() => true)")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=full, animations="disabled", caret="hide", scale="css")
    return file


def sign_in(page: Page, url: str, email: str, lang: str = "sq") -> None:
    """Sign in as a person of the sample would: the address, the code out of the letter, the desk."""
    page.goto(f"{url}/{lang}/sign-in/")
    page.fill("input[type=email]", email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    letters = page.request.get(f"{url}/_mail").text()
    letter = letters[letters.index(f"{email}</p>") :]  # the newest stands first
    found = re.search(r"\b(\d{4}-?\d{4}|[A-Z0-9]{4}-?[A-Z0-9]{4})\b", letter)
    assert found, f"no code in the newest letter to {email}"
    page.fill("input[name=code]", found[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
