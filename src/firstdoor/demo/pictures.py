"""Drawings that stand for photos in the sample, made here from shapes and marked as drawings: nobody's photo is used."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

WIDTH, HEIGHT = 1500, 1000
GROUND, WOOD, SAND, SKY, LEAF, INK = "#E9F0EA", "#C99A5B", "#E8CE9A", "#7FA9BF", "#2F7A57", "#1B2520"
ROAD, DUSK, NIGHT, LIGHT, WALL, GRASS = "#9AA39C", "#5C7A93", "#22313B", "#F4DC98", "#FFFEFB", "#93BFA3"
LABEL = "VIZATIM, JO FOTOGRAFI  /  A DRAWING, NOT A PHOTO"
LINE = 7


def drawing(name: str) -> tuple[io.BytesIO, int]:
    """The drawing of that name as a PNG file, and its size in bytes."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    SCENES[name](draw)
    draw.rectangle((0, HEIGHT - 60, WIDTH, HEIGHT), fill=WALL)
    draw.text((30, HEIGHT - 48), LABEL, fill=INK, font=ImageFont.load_default(size=32))
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    size = file.tell()
    file.seek(0)
    return file, size


def _shape(draw: Any, points: list[tuple[float, float]], fill: str) -> None:
    draw.polygon(points, fill=fill)
    draw.line([*points, points[0]], fill=INK, width=LINE, joint="curve")


def _box(draw: Any, left: float, top: float, right: float, bottom: float, fill: str) -> None:
    draw.rectangle((left, top, right, bottom), fill=fill, outline=INK, width=LINE)


def _round(draw: Any, x: float, y: float, radius: float, fill: str) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill, outline=INK, width=LINE)


def _house(draw: Any, x: float, y: float, size: float, window: str, roof: str = WOOD) -> None:
    _box(draw, x, y - size, x + size * 1.3, y, WALL if window != LIGHT else "#B9C4BD")
    _shape(draw, [(x - size * 0.15, y - size), (x + size * 0.65, y - size * 1.55), (x + size * 1.45, y - size)], roof)
    _box(draw, x + size * 0.2, y - size * 0.75, x + size * 0.5, y - size * 0.4, window)
    _box(draw, x + size * 0.8, y - size * 0.65, x + size * 1.1, y, INK)


def _tree(draw: Any, x: float, y: float, size: float, fill: str = LEAF) -> None:
    _box(draw, x - size * 0.08, y - size * 0.7, x + size * 0.08, y, WOOD)
    _round(draw, x, y - size, size * 0.42, fill)


def _somebody(draw: Any, x: float, y: float, size: float, coat: str) -> None:
    draw.line([(x - size * 0.1, y), (x, y - size * 0.4), (x + size * 0.1, y)], fill=INK, width=LINE * 2)
    _shape(draw, [(x - size * 0.17, y - size * 0.35), (x, y - size * 0.8), (x + size * 0.17, y - size * 0.35)], coat)
    _round(draw, x, y - size * 0.85, size * 0.13, SAND)


def _road(draw: Any, *, sky: str, ground: str, road: str, window: str) -> None:
    """A street that leads away between a canal and houses."""
    draw.rectangle((0, 0, WIDTH, 430), fill=sky)
    draw.rectangle((0, 430, WIDTH, HEIGHT), fill=ground)
    _shape(draw, [(-20, 760), (640, 430), (690, 430), (120, HEIGHT), (-20, HEIGHT)], SKY if sky == SKY else "#3C5568")
    _shape(draw, [(330, HEIGHT), (700, 430), (790, 430), (1260, HEIGHT)], road)
    for near, far in ((980, 880), (800, 720), (660, 610), (560, 525)):
        draw.line([(_middle(near), near), (_middle(far), far)], fill=WALL, width=10)
    _house(draw, 1120, 560, 190, window)
    _house(draw, 930, 480, 90, window, SAND)
    _tree(draw, 560, 450, 110, LEAF if sky == SKY else "#1F4635")


def _middle(y: float) -> float:
    return 745 + (y - 430) / 570 * 50


def _poles(draw: Any, *, lit: bool, lamps: bool, count: int = 4) -> None:
    for number in range(count, 0, -1):
        near = number / 4
        x, foot, height = 800 + 420 * near**1.5, 440 + 470 * near**1.5, 170 + 560 * near**1.4
        top = foot - height
        if lit:
            spread = 240 * near
            draw.polygon(
                [(x - 95 * near, top + 12), (x - 95 * near - spread, foot), (x - 95 * near + spread, foot)],
                fill="#8C9A86",
            )
        draw.line([(x, foot), (x, top), (x - 100 * near, top)], fill=INK, width=int(8 + 12 * near))
        if lamps:
            _round(draw, x - 100 * near, top + 8, 16 + 20 * near, LIGHT if lit else WALL)


def _road_dark(draw: Any) -> None:
    _road(draw, sky=NIGHT, ground="#2B3B34", road="#3A4540", window=LIGHT)
    draw.polygon([(640, 800), (760, 960), (990, 900)], fill="#8C9A86")
    _somebody(draw, 640, 900, 260, SKY)
    _somebody(draw, 545, 880, 190, WOOD)


def _trench(draw: Any) -> None:
    _road(draw, sky=SKY, ground=GRASS, road=ROAD, window=SKY)
    _shape(draw, [(1290, HEIGHT), (815, 440), (835, 440), (1420, HEIGHT)], "#6E5433")
    _shape(draw, [(1180, 700), (1270, 600), (1360, 700)], WOOD)
    _box(draw, 560, 640, 800, 760, SAND)
    _box(draw, 590, 540, 690, 640, SKY)
    for x in (610, 750):
        _round(draw, x, 785, 48, INK)
    draw.line([(790, 660), (930, 520), (1040, 640)], fill=INK, width=26)
    _shape(draw, [(1000, 630), (1090, 640), (1060, 720), (1000, 700)], WOOD)


def _poles_up(draw: Any) -> None:
    _road(draw, sky=SKY, ground=GRASS, road=ROAD, window=SKY)
    _poles(draw, lit=False, lamps=False, count=3)
    draw.line([(1160, 900), (1000, 330)], fill=INK, width=20)
    draw.line([(1000, 330), (700, 880)], fill=WOOD, width=8)
    _somebody(draw, 690, 930, 250, SAND)
    _somebody(draw, 1230, 960, 260, SKY)


def _road_lit(draw: Any) -> None:
    _road(draw, sky=DUSK, ground="#4D6B5A", road="#66736C", window=LIGHT)
    _poles(draw, lit=True, lamps=True)
    _somebody(draw, 620, 900, 240, SAND)
    _somebody(draw, 720, 880, 180, SKY)
    _somebody(draw, 800, 760, 140, WOOD)


def _school(draw: Any) -> None:
    draw.rectangle((0, 0, WIDTH, 520), fill=SKY)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=GRASS)
    _box(draw, 120, 220, 860, 540, WALL)
    _shape(draw, [(80, 220), (490, 80), (900, 220)], WOOD)
    for x in (180, 340, 560, 720):
        _box(draw, x, 290, x + 90, 380, SKY)
    _box(draw, 450, 380, 540, 540, LEAF)
    _tree(draw, 1040, 560, 230)
    _tree(draw, 1330, 540, 180)


def _yard_empty(draw: Any) -> None:
    _school(draw)
    for x, y in ((200, 780), (420, 860), (760, 720), (980, 830), (1240, 700), (1380, 860)):
        for lean in (-26, 0, 26):
            draw.line([(x, y), (x + lean, y - 60)], fill=LEAF, width=8)
    draw.line([(1080, 900), (1080, 690), (1400, 690), (1400, 900)], fill=INK, width=14)


def _marking(draw: Any) -> None:
    _school(draw)
    corners = [(300, 700), (1180, 700), (1360, 900), (140, 900)]
    draw.line([*corners, corners[0]], fill=WALL, width=8)
    for x, y in corners:
        _box(draw, x - 10, y - 60, x + 10, y, WOOD)
    for x, y, size, coat in (
        (380, 800, 220, SAND),
        (700, 860, 200, WOOD),
        (860, 830, 230, SKY),
        (1130, 820, 300, LEAF),
    ):
        _somebody(draw, x, y, size, coat)


def _ground_ready(draw: Any) -> None:
    _school(draw)
    _shape(draw, [(260, 680), (1160, 680), (1340, 900), (110, 900)], SAND)
    _shape(draw, [(230, 660), (1190, 660), (1190, 690), (230, 690)], WOOD)
    _shape(draw, [(1080, 700), (1240, 560), (1400, 700)], SAND)
    draw.line([(520, 820), (700, 600)], fill=WOOD, width=16)
    _shape(draw, [(470, 800), (550, 780), (540, 870), (470, 880)], ROAD)


def _pothole(draw: Any) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=ROAD)
    draw.rectangle((0, 0, WIDTH, 150), fill=GRASS)
    for x in (80, 560, 1120):
        draw.rectangle((x, 290, x + 280, 320), fill=WALL)
    draw.ellipse((410, 430, 1130, 790), fill="#6E5433", outline=INK, width=LINE)
    draw.ellipse((520, 520, 1040, 740), fill=SKY, outline=INK, width=LINE)
    draw.line([(1120, 600), (1300, 560), (1420, 640)], fill=INK, width=LINE)
    draw.line([(420, 620), (260, 680), (130, 650)], fill=INK, width=LINE)


def _lamp_out(draw: Any) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=NIGHT)
    for y in (170, 640):
        draw.rectangle((0, y, WIDTH, y + 6), fill=INK)
    _house(draw, 160, 900, 330, LIGHT)
    draw.line([(980, 920), (980, 240), (760, 240)], fill="#B9C4BD", width=26)
    _round(draw, 760, 262, 56, "#66736C")
    _box(draw, 940, 620, 1020, 690, WALL)
    draw.rectangle((0, 900, WIDTH, HEIGHT), fill="#3A4540")


def _rubbish(draw: Any) -> None:
    draw.rectangle((0, 0, WIDTH, 560), fill=SKY)
    draw.rectangle((0, 560, WIDTH, HEIGHT), fill=ROAD)
    _shape(draw, [(430, 420), (1010, 420), (960, 840), (480, 840)], LEAF)
    _shape(draw, [(400, 330), (1040, 330), (1040, 420), (400, 420)], GRASS)
    for x, y, size, fill in ((520, 320, 90, WALL), (680, 290, 110, SAND), (860, 310, 95, WALL), (1130, 820, 120, INK),
                             (1290, 850, 90, WALL), (300, 840, 110, SAND), (170, 870, 70, INK)):  # fmt: skip
        _round(draw, x, y, size, fill)


SCENES: dict[str, Callable[[Any], None]] = {
    "road-dark": _road_dark, "trench": _trench, "poles-up": _poles_up, "road-lit": _road_lit, "yard-empty": _yard_empty,
    "marking": _marking, "ground-ready": _ground_ready, "pothole": _pothole, "lamp-out": _lamp_out, "rubbish": _rubbish,
}  # fmt: skip
