"""GeoJSON (RFC 7946): areas with names in, a collection of features out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Geometry = Mapping[str, Any]


class GeoJSONError(ValueError):
    """The file can't be read as areas; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Area:
    """One Polygon or MultiPolygon feature, with its properties as they stand in the file."""

    number: int
    geometry: Geometry
    properties: Mapping[str, Any] = field(default_factory=dict)


def read_areas(data: bytes) -> list[Area]:
    """The areas of a FeatureCollection, a Feature, in the order of the file.

    Raises
    ------
    GeoJSONError
        If it isn't UTF-8 JSON, isn't GeoJSON of areas, names another reference system than WGS84, or holds
        positions that are no longitude and latitude. The message names the feature (first = 1).
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise GeoJSONError("The file isn't UTF-8 text.") from wrong
    except json.JSONDecodeError as wrong:
        raise GeoJSONError(f"The file isn't JSON (line {wrong.lineno}, column {wrong.colno}: {wrong.msg}).") from wrong
    except RecursionError as wrong:
        raise GeoJSONError("The file is nested too deeply.") from wrong
    if not isinstance(document, dict):
        raise GeoJSONError("The file is JSON but no GeoJSON object.")
    _require_wgs84(document)
    features: Any
    if document.get("type") == "Feature":
        features = [document]
    elif document.get("type") == "FeatureCollection":
        features = document.get("features")
    else:
        raise GeoJSONError("The file needs a FeatureCollection or a Feature at its top.")
    if not isinstance(features, list) or not features:
        raise GeoJSONError("The file holds no features.")
    return [_area(number, feature) for number, feature in enumerate(features, start=1)]


def write_features(features: Iterable[tuple[Geometry, Mapping[str, Any]]], **members: object) -> bytes:
    """A FeatureCollection of (geometry, properties), with further members such as `attribution` beside it."""
    collection = {
        "type": "FeatureCollection",
        **members,
        "features": [
            {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}
            for geometry, properties in features
        ],
    }
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _require_wgs84(document: Mapping[str, Any]) -> None:
    """Refuse a file that says it's in another reference system (the `crs` member of GeoJSON before 2016)."""
    crs = document.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not str(name).endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        raise GeoJSONError(f"The file is in the reference system {name or crs!s}; convert it to WGS84 (EPSG:4326).")


def _area(number: int, feature: object) -> Area:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise GeoJSONError(f"Feature {number} is no GeoJSON feature.")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in {"Polygon", "MultiPolygon"}:
        what = kind or "without a geometry"
        raise GeoJSONError(f"Feature {number} is {what}; only Polygon and MultiPolygon are areas.")
    coordinates = geometry.get("coordinates")
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not isinstance(polygons, list) or not polygons:
        raise GeoJSONError(f"Feature {number} has no coordinates.")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise GeoJSONError(f"Feature {number} has a polygon without rings.")
        for ring in polygon:
            _require_ring(number, ring)
    properties = feature.get("properties")
    return Area(number, geometry, properties if isinstance(properties, dict) else {})


def _require_ring(number: int, ring: object) -> None:
    if not isinstance(ring, list) or len(ring) < 4 or ring[0] != ring[-1]:
        raise GeoJSONError(f"Feature {number} has a ring that isn't closed (four positions, the last like the first).")
    for position in ring:
        match position:
            case [int() | float() as longitude, int() | float() as latitude, *_] if (
                -180 <= longitude <= 180 and -90 <= latitude <= 90
            ):
                continue
        raise GeoJSONError(f"Feature {number} has the position {position}, which is no longitude, latitude in degrees.")
