"""Documents by Typst: PDF/UA from a template of ours and data as JSON. Words of people are data, never source."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

_LONG = re.compile(r"\S{30}(?=\S)")
FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"


@cache
def _source(template: Path) -> bytes:
    return template.read_bytes()


def breakable(words: str) -> str:
    """Words that somebody wrote, with a place to break in those too long for any line: else they run over what stands beside."""
    return _LONG.sub("\\g<0>\u200b", words)


def pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The document as PDF/UA-1 and PDF/A-2a; the template reads `json(bytes(sys.inputs.data))`. 4 to 30 ms a page."""
    import typst

    return typst.compile(
        _source(template),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
    )
