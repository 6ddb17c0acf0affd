"""Cuts the fonts to size: small woff2 for the pages, whole TTF for printed matter (Typst reads no woff2)."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend/node_modules/@fontsource/atkinson-hyperlegible-next/files"
PRINT = ROOT / "src/firstdoor/static/fonts"
WEB = ROOT / "frontend/fonts"

# Latin with the letters of Albanian and its neighbours, typographic marks, arrows and the euro.
UNICODES = [*range(0x20, 0x17F), *range(0x2010, 0x2027), 0x2030, 0x2039, 0x203A, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2713]


def main() -> None:
    """Write `frontend/fonts/atkinson-<weight>.woff2`, for Vite to bundle, and the TTF for the PDF writer."""
    PRINT.mkdir(parents=True, exist_ok=True)
    WEB.mkdir(parents=True, exist_ok=True)
    for weight in (400, 700):
        font = TTFont(SOURCE / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2")
        font.flavor = None
        font.save(PRINT / f"atkinson-{weight}.ttf")
        options = subset.Options(
            flavor="woff2", layout_features=["kern", "liga", "tnum", "mark", "mkmk", "ccmp", "locl"]
        )
        cut = subset.Subsetter(options)
        cut.populate(unicodes=UNICODES)
        small = TTFont(PRINT / f"atkinson-{weight}.ttf")
        cut.subset(small)
        subset.save_font(small, str(WEB / f"atkinson-{weight}.woff2"), options)


if __name__ == "__main__":
    main()
