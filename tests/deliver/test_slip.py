"""The slip: A6, readable by a camera, and nothing on it that others should not see."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from tests.deliver.story import WORDS, case_of, file
from tests.world import World

MM = 72 / 25.4


@pytest.mark.parametrize("level", ["public", "staff"])
def test_the_pdf_is_read_by_a_camera(world: World, level: str, settings: Any) -> None:
    settings.PUBLIC_URL = "https://roskovec.example.al"
    _voice, code = file(world, asked_level=level, place="Shkolla")
    answer = Client().get(f"/r/{code}/slip.pdf?lang=sq")
    assert answer["Content-Type"] == "application/pdf"
    paper = pypdfium2.PdfDocument(answer.content)
    assert len(paper) == 1
    wide, high = paper[0].get_size()
    assert (round(wide / MM), round(high / MM)) == (105, 148)
    words = paper[0].get_textpage().get_text_bounded()
    assert code in words
    assert "Bashkia Roskovec" in words
    for secret in (WORDS, "Shkolla", "Ndriçim"):
        assert secret not in words
    found = zxingcpp.read_barcodes(paper[0].render(scale=4).to_pil())
    assert [one.text for one in found] == [f"https://roskovec.example.al/r/{code}"]
    points = found[0].position
    assert abs((points.top_right.x - points.top_left.x) / 4 / MM - 34) < 1


def test_the_page_carries_the_same(world: World) -> None:
    voice, code = file(world, place="Shkolla")
    page = Client().get(f"/r/{code}/slip/?lang=en").content.decode()
    assert code in page
    assert "We answer by" in page
    drawing = re.search(r'<svg role="img".*?</svg>', page, re.S).group()
    assert 'class="qr"' in drawing
    assert 'stroke="#000"' in drawing
    for secret in (WORDS, "Shkolla", "Lighting"):
        assert secret not in page
    case = case_of(voice)
    case.phase, case.ending = "ended", "solved"
    case.save()
    assert "We answer by" not in Client().get(f"/r/{code}/slip/?lang=en").content.decode()


def test_the_pdf_has_a_title_and_a_language(world: World) -> None:
    import pikepdf

    _voice, code = file(world)
    with pikepdf.open(io.BytesIO(Client().get(f"/r/{code}/slip.pdf?lang=sq").content)) as paper:
        assert str(paper.Root.Lang) == "sq"
        assert paper.Root.MarkInfo.Marked
        with paper.open_metadata() as meta:
            assert code in meta["dc:title"]
