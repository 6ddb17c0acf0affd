"""GeoJSON that people have, and what they take for it."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstdoor.formats import geojson

SQUARE = {"type": "Polygon", "coordinates": [[[19.7, 40.7], [19.8, 40.7], [19.8, 40.8], [19.7, 40.8], [19.7, 40.7]]]}


def _feature(geometry=SQUARE, **properties) -> dict:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _file(*features, **members) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


def test_areas_come_in_order_with_their_properties():
    areas = geojson.read_areas(_file(_feature(name="Kuman"), _feature(name="Strum")))
    assert [(area.number, area.properties["name"]) for area in areas] == [(1, "Kuman"), (2, "Strum")]


def test_a_single_feature_and_a_byte_order_mark_are_read_too():
    assert len(geojson.read_areas(b"\xef\xbb\xbf" + json.dumps(_feature()).encode())) == 1


def test_what_is_written_is_read_again():
    data = geojson.write_features([(SQUARE, {"name": "Çorovodë"})], attribution="© somebody")
    assert geojson.read_areas(data)[0].properties == {"name": "Çorovodë"}
    assert json.loads(data)["attribution"] == "© somebody"


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"])
def test_wgs84_may_say_so(name):
    assert geojson.read_areas(_file(_feature(), crs={"type": "name", "properties": {"name": name}}))


OPEN_RING = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
METRES = {"type": "Polygon", "coordinates": [[[4e5, 4.5e6], [4.1e5, 4.5e6], [4.1e5, 4.6e6], [4e5, 4.5e6]]]}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"name,lat,lon", "isn't JSON"),
        (b"[" * 100_000, "nested"),
        (b"[]", "no GeoJSON object"),
        (b"{}", "FeatureCollection"),
        (_file(), "no features"),
        (_file(_feature(), {"type": "Point"}), "Feature 2 is no GeoJSON feature"),
        (_file(_feature(None)), "Feature 1 is without a geometry"),
        (_file(_feature({"type": "Point", "coordinates": [1, 2]})), "Feature 1 is Point"),
        (_file(_feature({"type": "Polygon"})), "without rings"),
        (_file(_feature({"type": "Polygon", "coordinates": []})), "without rings"),
        (_file(_feature({"type": "MultiPolygon", "coordinates": []})), "no coordinates"),
        (_file(_feature(), _feature(OPEN_RING)), "Feature 2 has a ring that isn't closed"),
        (_file(_feature(METRES)), "no longitude, latitude"),
        (_file(_feature(), crs={"type": "name", "properties": {"name": "EPSG:6870"}}), "EPSG:6870"),
        (_file(_feature(), crs="EPSG:6870"), "EPSG:6870"),
    ],
)
def test_what_cannot_be_read_says_what_and_where(data, why):
    with pytest.raises(geojson.GeoJSONError, match=why):
        geojson.read_areas(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "crs"]), inner)
    ),
    max_leaves=30,
)


@given(JSON)
def test_nothing_else_ever_escapes(document):
    with contextlib.suppress(geojson.GeoJSONError):
        geojson.read_areas(json.dumps(document).encode())


@given(JSON)
def test_nothing_else_escapes_from_a_feature(geometry):
    with contextlib.suppress(geojson.GeoJSONError):
        geojson.read_areas(_file(_feature({"type": "Polygon", "coordinates": geometry})))
