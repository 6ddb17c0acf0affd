"""Every address has a row, and each visitor gets what the row says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from firstdoor.places.models import Municipality
from tests.doors import ANYBODY, STRANGER, VISITORS, Door, no_parts, routes, tables
from tests.world import World, make_municipality

DOORS = tables()
WALKED = sorted(name for name, door in DOORS.items() if not door.only_demo)
ROUTES = {route.name: route for route in routes()}


@pytest.fixture(scope="module")
def _people(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Everybody, made once for all addresses: each test works inside this transaction and takes its own part back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(_people: World, db: None) -> World:
    """Everybody, and none of the rows that other tests made."""
    return _people.without_rows()


def test_each_route_has_a_name_of_its_own() -> None:
    names = Counter(route.name for route in routes())
    assert not [route.pattern for route in routes() if not route.name]
    assert not [name for name, n in names.items() if n > 1]


def test_each_route_has_a_row_and_each_row_a_route() -> None:
    without = {name: route.pattern for name, route in ROUTES.items() if name not in DOORS}
    assert not without, f"nobody decided who may enter: {without} (tests/doors/README.md)"
    assert not [name for name in WALKED if name not in ROUTES], "rows without a route"


def _address(name: str, door: Door, world: World, *, foreign: bool = False) -> tuple[str, Any]:
    municipality = world.theirs if foreign else world.ours
    row = world.row(door.row, municipality) if door.row else None
    args = door.args(row)
    if "slug" in ROUTES[name].parts:
        args.setdefault("slug", world.ours.slug)
    return reverse(name, kwargs=args) + (f"?{door.query}" if door.query else ""), row


def _visit(world: World, visitor: str, method: str, address: str, data: dict[str, Any]) -> HttpResponse:
    """One request by a visitor; whatever it changed is taken back."""
    client = Client()
    with transaction.atomic():
        if visitor == STRANGER:
            client.force_login(world.stranger)
        elif visitor.endswith(" elsewhere"):
            client.force_login(world.elsewhere[visitor.removesuffix(" elsewhere")])
        elif visitor != ANYBODY:
            client.force_login(world.people[visitor])
        # A browser never posts nothing at all: there is always the form's token.
        response = client.get(address) if method == "get" else client.post(address, {"csrfmiddlewaretoken": "", **data})
        transaction.set_rollback(True)
    return response


def _said(response: HttpResponse) -> str:
    """The status, and whether it sends to sign-in: two kinds of 302 must not be taken for each other."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_request_login_code")):
        return "302 to sign-in"
    return str(response.status_code)


def _expected(door: Door, visitor: str, status: int) -> str:
    if visitor in door.answers:
        return str(door.answers[visitor])
    if door.admits(visitor):
        return str(status)
    return "302 to sign-in" if visitor == ANYBODY else "404"


@pytest.mark.parametrize("name", [name for name in WALKED if name in ROUTES])
def test_who_enters(name: str, world: World) -> None:
    door = DOORS[name]
    address, row = _address(name, door, world)
    wrong = []
    for method, status in (("get", door.get), ("post", door.post)):
        if status is None:
            visitor = next(visitor for visitor in VISITORS if door.admits(visitor))
            said = _said(_visit(world, visitor, method, address, {}))
            if said != "405":
                wrong.append(f"{method.upper()} has no row, so {visitor} expects 405, got {said}")
            continue
        for visitor in VISITORS:
            said = _said(_visit(world, visitor, method, address, door.data(row)))
            expected = _expected(door, visitor, status)
            if said != expected:
                wrong.append(f"{method.upper()} by {visitor}: expected {expected}, got {said}")
    assert not wrong, f"{address}\n  " + "\n  ".join(wrong)


def _names_a_row(name: str) -> bool:
    door = DOORS[name]
    return door.row is not None and door.args is not no_parts and name in ROUTES and "slug" in ROUTES[name].parts


@pytest.mark.parametrize("name", [name for name in WALKED if _names_a_row(name)])
def test_what_is_another_municipalitys_is_not_found_under_ours(name: str, world: World) -> None:
    """Our address with their row, while we have none: 404 for everybody who may enter the page of our own row."""
    door = DOORS[name]
    address, row = _address(name, door, world, foreign=True)
    for method, status in (("get", door.get), ("post", door.post)):
        for visitor in (visitor for visitor in VISITORS if status is not None and door.admits(visitor)):
            said = _said(_visit(world, visitor, method, address, door.data(row)))
            assert said == "404", f"{method.upper()} {address} by {visitor}: {said}"


def test_nobody_learns_signed_out_which_desks_there_are(world: World) -> None:
    """A municipality without a door, and one that does not exist, ask to sign in as an open one does."""
    closed = make_municipality("Krujë")
    Municipality.objects.filter(pk=closed.pk).update(active=False)
    names = [name for name in WALKED if name in ROUTES and ROUTES[name].parts == {"slug"} and name.startswith("desk_")]
    assert len(names) > 20
    for name in names:
        for slug in (closed.slug, "nowhere"):
            address = reverse(name, kwargs={"slug": slug})
            method = "get" if DOORS[name].get is not None else "post"
            assert _said(_visit(world, ANYBODY, method, address, {})) == "302 to sign-in", address
            assert _said(_visit(world, "mayor", method, address, {})) == "404", address
