"""Makes the pictures of README and docs again: `make screenshots` writes docs/pictures/.

A fresh sample municipality is loaded and served for it; each page as its reader meets it.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser, site  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Picture:
    """One page of the sample, as one reader sees it."""

    name: str
    path: str
    width: int = 360
    dark: bool = False
    lang: str = "sq"
    who: str = ""
    full: bool = False


PICTURES = [
    Picture("door", "/sq/roskovec/", full=True),
    Picture("door-wide", "/en/roskovec/", width=1280, lang="en"),
    Picture("report", "/sq/roskovec/report/"),
    Picture("reports", "/en/roskovec/reports/", width=1280, lang="en"),
    Picture("picture", "/sq/roskovec/picture/", dark=True),
    Picture("paper", "/sq/roskovec/paper/"),
    Picture("promises", "/sq/roskovec/promises/"),
    Picture("promises-wide", "/en/roskovec/promises/", width=1280, lang="en"),
    Picture("meetings", "/sq/roskovec/meetings/"),
    Picture("desk", "/sq/desk/roskovec/", width=1280, who="sherbimet@roskovec.example"),
    Picture("desk-phone", "/sq/desk/roskovec/", dark=True, who="kuman@roskovec.example"),
    Picture("queue", "/sq/desk/roskovec/voices/", width=1280, who="sherbimet@roskovec.example"),
]


def _shrink(file: Path) -> None:
    """As few bytes as the eye allows: a page of ours has few colours."""
    with Image.open(file) as image:
        image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> int:
    """Write every picture; 1 with the list of those whose page did not answer."""
    missing = []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        print("· Loading the sample municipality …", file=sys.stderr)
        site.load_demo(data)
        with site.serving(data) as running, browser.launched() as program:
            for picture in PICTURES:
                context = program.new_context(
                    locale={"sq": "sq-AL", "en": "en-GB"}[picture.lang],
                    viewport={"width": picture.width, "height": 740 if picture.width < 800 else 900},
                    color_scheme="dark" if picture.dark else "light",
                    device_scale_factor=1,
                )
                page = context.new_page()
                if picture.who:
                    browser.sign_in(page, running.url, picture.who)
                answer = page.goto(running.url + picture.path)
                if answer is None or answer.status != 200:
                    missing.append(picture.path)
                else:
                    _shrink(browser.screenshot(page, FOLDER / f"{picture.name}.png", full=picture.full))
                    print(f"· {picture.name}", file=sys.stderr)
                context.close()
    for path in missing:
        print(f"no picture of {path}: the page did not answer with 200", file=sys.stderr)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
