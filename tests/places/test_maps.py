"""The static map."""

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.places import grid, selectors
from firstdoor.places.models import Unit
from firstdoor.places.selectors import maps
from firstdoor.places.selectors.labels import Label, place_labels
from firstdoor.places.selectors.maps import step_class

NAMES = selectors.MapNames("Where it was said", "Darker means more.")
SVG = "{http://www.w3.org/2000/svg}"


def _draw(municipality, **options):
    picture = selectors.svg_map(municipality, names=NAMES, **options)
    return picture, ElementTree.fromstring(picture)  # noqa: S314 - our own


@pytest.mark.django_db
def test_the_picture_says_what_it_shows_and_whose_shapes_they_are(roskovec):
    _, svg = _draw(roskovec)
    assert svg.get("role") == "img"
    title, description = svg.find("title"), svg.find("desc")
    assert svg.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert title.text == "Where it was said"
    assert "Darker means more." in description.text
    assert "© OpenStreetMap contributors (ODbL)" in description.text


@pytest.mark.django_db
def test_units_are_outlined_and_named_and_coloured_by_class_only(roskovec):
    picture, svg = _draw(roskovec, by_unit={unit.pk: 3 for unit in selectors.units(roskovec)})
    assert "style=" not in picture
    assert "fill=" not in picture
    assert len(svg.findall("path[@class='bd']")) == 4
    assert len(svg.findall("path[@class='q2']")) == 4
    words = [text.text for text in svg.findall("text") if not text.get("class")]
    assert sorted(words) == ["3", "3", "3", "3", "Kuman", "Kurjan", "Roskovec", "Strum"]


@pytest.mark.django_db
def test_hexagons_cover_the_ground_and_those_at_its_edge_are_shown_too(roskovec):
    cell = grid.parent(grid.cell_at(40.74751, 19.70469), 8)
    outside = grid.cell_at(41.3, 19.8, 8)
    _, plain = _draw(roskovec, by_cell={})
    _, svg = _draw(roskovec, by_cell={cell: 12, outside: 1})
    assert len(svg.findall("polygon")) == len(plain.findall("polygon")) + 1
    assert len(svg.findall("polygon[@class='q4']")) == 1
    assert len(svg.findall("polygon[@class='q1']")) == 1
    assert len(plain.findall("polygon[@class='q0']")) == len(plain.findall("polygon")) > 100


@pytest.mark.django_db
def test_everything_drawn_lies_inside_the_picture(roskovec):
    picture, svg = _draw(roskovec, by_cell={}, pins=[selectors.Pin(40.9, 19.5, "far")])
    _, _, width, height = map(float, svg.get("viewBox").split())
    numbers = re.findall(r"-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?", picture)
    assert len(numbers) > 500
    for pair in numbers:
        x, y = map(float, pair.split(","))
        assert 0 <= x <= width
        assert 0 <= y <= height


@pytest.mark.django_db
def test_names_are_shown_as_text_whatever_they_hold(roskovec):
    Unit.objects.of(roskovec).filter(name="Kuman").update(name='<script>"&')
    picture, svg = _draw(roskovec, pins=[selectors.Pin(40.74, 19.70, "<b>here</b>")])
    assert "<script>" not in picture
    assert '<script>"&' in [text.text for text in svg.findall("text")]
    assert svg.find("circle/title").text == "<b>here</b>"


@pytest.mark.django_db
def test_the_second_picture_costs_one_query(roskovec, django_assert_num_queries):
    _draw(roskovec, by_cell={})
    with django_assert_num_queries(1):
        _draw(roskovec, by_cell={}, by_unit={})


@pytest.mark.django_db
def test_outlines_for_other_programs_carry_the_credit(roskovec):
    document = json.loads(selectors.outlines_geojson(roskovec))
    assert document["attribution"] == roskovec.boundary_credit
    assert [feature["properties"]["name"] for feature in document["features"]] == [
        "Kuman", "Kurjan", "Roskovec", "Strum",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("n", "step"),
    [(0, "q0"), (1, "q1"), (2, "q1"), (3, "q2"), (5, "q2"), (6, "q3"), (9, "q3"), (10, "q4"), (999, "q4")],
)
def test_steps_are_those_of_the_legend(n, step):
    assert step_class(n) == step


NAME = st.text("abcë", min_size=1, max_size=12)
LABEL = st.builds(Label, NAME, st.sampled_from(["", "7"]), st.floats(0, 600), st.floats(0, 500))


@given(st.lists(LABEL, max_size=30))
def test_no_name_covers_another_or_leaves_the_picture(labels):
    placed = [label.box() for label in place_labels(labels, 600, 500)]
    for n, (left, top, right, bottom) in enumerate(placed):
        assert left >= 0
        assert top >= 0
        assert right <= 600
        assert bottom <= 500
        for other in placed[n + 1 :]:
            assert not (left < other[2] and other[0] < right and top < other[3] and other[1] < bottom)
    assert not labels or placed


def test_the_classes_of_a_map_grow_with_what_is_on_it():
    assert maps.steps_for([]) == maps.steps_for([1, 2, 12]) == (1, 3, 6, 10)
    assert maps.steps_for([50, 90, 170, 240]) == (1, 60, 120, 200)
    assert maps.legend_for([50, 90, 170, 240])[1] == ("q1", "1 – 59")
    assert maps.legend_for([2]) == list(maps.LEGEND)
