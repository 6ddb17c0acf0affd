"""Where things would stand: chosen at the desk in a list or on a map, shown on the result as map, table and sentence."""

import itertools
import math
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from firstdoor.core.rights import NotAllowed
from firstdoor.decide.models import Option
from firstdoor.decide.selectors import ballots as questions
from firstdoor.decide.selectors.ballot_map import ballot_map
from firstdoor.decide.services import ballots
from firstdoor.places import grid
from firstdoor.places import selectors as places
from firstdoor.places.models import Unit, UnitCell
from tests.decide.test_ballots import BY, count, opened, prepared, vote
from tests.world import World


@pytest.fixture
def world(db):
    """Two municipalities, ours with ground."""
    made = World()
    unit = Unit.objects.of(made.ours).first()
    cells = {grid.cell_at(40.74 + north / 100, 19.70 + east / 100, 9) for north in range(3) for east in range(3)}
    UnitCell.objects.bulk_create(UnitCell(municipality=made.ours, unit=unit, cell9=cell) for cell in cells)
    return made


def a_point(world):
    """The unit, a hexagon in it and its point."""
    unit = Unit.objects.of(world.ours).first()
    cell, point = sorted(places.ground_of(world.ours, unit.pk).items())[0]
    return unit, cell, point


def option(world, ballot, project):
    return Option.objects.of(world.ours).get(ballot=ballot, project_id=project)


def desk(world, ballot, project):
    return f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/{option(world, ballot, project).pk}/place/"


def test_a_place_is_chosen_by_unit_and_hexagon_without_a_script_and_taken_away(world, client):
    ballot = prepared(world)
    unit, cell, (lat, lon) = a_point(world)
    client.force_login(world.people["municipal_focal_point"])
    page = desk(world, ballot, "p1")
    assert "in the list or on the map" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 422
    shown = client.post(page, {"unit": str(unit.pk)})
    assert shown.status_code == 200
    assert f"cell={cell}" in shown.content.decode()
    assert f'name="cell" value="{cell}"' in client.get(f"{page}?unit={unit.pk}&cell={cell}").content.decode()
    assert client.post(page, {"unit": str(unit.pk), "cell": str(cell)}).status_code == 302
    assert (option(world, ballot, "p1").lat, option(world, ballot, "p1").lon) == (lat, lon)
    assert "It has no place" in client.get(page).content.decode()
    assert client.post(page, {"unit": str(unit.pk), "middle": "1"}).status_code == 302
    middle = option(world, ballot, "p1")
    assert (middle.lat, middle.lon) in places.ground_of(world.ours, unit.pk).values()
    assert client.post(page, {"nowhere": "1"}).status_code == 302
    assert option(world, ballot, "p1").lat is None


def test_with_the_keyboard_every_hexagon_is_reached_from_the_middle_one(world, client):
    ballot = prepared(world)
    unit, _cell, _point = a_point(world)
    ground = places.ground_of(world.ours, unit.pk)
    middle = (unit.label_lat, unit.label_lon)
    ((_words, first),) = places.moves(ground, 0, middle)
    assert first == min(ground, key=lambda one: math.dist(ground[one], middle))
    reached, waiting = {first}, [first]
    while waiting:
        steps = places.moves(ground, waiting.pop(), middle)
        assert len({words for words, _one in steps}) == len(steps) <= 6
        waiting += [one for _words, one in steps if one not in reached]
        reached |= {one for _words, one in steps}
    assert reached == set(ground)
    assert places.moves({}, 0, middle) == []
    north = max(ground, key=lambda one: grid.centre(one)[0])
    assert "north" not in dict(places.moves(ground, north, middle))
    client.force_login(world.people["municipal_focal_point"])
    page = desk(world, ballot, "p1")
    begin = client.get(f"{page}?unit={unit.pk}").content.decode()
    assert f'href="?unit={unit.pk}&amp;cell={first}#place">the middle one</a>' in begin
    after = client.get(f"{page}?unit={unit.pk}&cell={first}").content.decode()
    for words, one in places.moves(ground, first, middle):
        assert f'cell={one}#place">{words}</a>' in after


@pytest.mark.parametrize("query", ["unit=nonsense", "cell=12", "unit={unit}&cell=1", "unit={unit}&cell=-1"])
def test_what_is_no_place_is_not_found(world, client, query):
    ballot = prepared(world)
    unit, _cell, _point = a_point(world)
    client.force_login(world.people["municipal_focal_point"])
    assert client.get(f"{desk(world, ballot, 'p1')}?{query.format(unit=unit.pk)}").status_code == 404


def test_a_place_elsewhere_or_on_an_open_ballot_is_refused(world):
    ballot, _cards = opened(world)
    one = option(world, ballot, "p1")
    with pytest.raises(ValidationError, match="any more"):
        ballots.place_option(by=BY, municipality=world.ours, option=one, at=a_point(world)[2])
    draft = option(world, prepared(world), "p1")
    with pytest.raises(ValidationError, match="outside"):
        ballots.place_option(by=BY, municipality=world.ours, option=draft, at=(0.0, 0.0))
    with pytest.raises(NotAllowed):
        ballots.place_option(by=world.actor("coach"), municipality=world.ours, option=draft, at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Option.objects.of(world.ours).filter(pk=draft.pk).update(lat=40.7)


def test_the_result_shows_where_with_a_pin_a_row_and_a_sentence(world, client):
    world.ours.boundary_credit = "Outlines: somebody"
    world.ours.save(update_fields=["boundary_credit"])
    ballot = prepared(world)
    unit, _cell, point = a_point(world)
    for project in ("p1", "p3"):
        ballots.place_option(by=BY, municipality=world.ours, option=option(world, ballot, project), at=point)
    (card,) = ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    ballot.refresh_from_db()
    vote(world, ballot, card)
    counted = count(world, ballot)
    page = client.get(f"/en/{world.ours.slug}/ballots/{ballot.slug}/result/").content.decode()
    assert f"Chosen things stand in: {unit.name} (1)." in page
    assert f"Not chosen: {unit.name} (1)." in page
    assert page.count('class="pin marked"') == page.count('class="pin marked hollow"') == 1
    assert f'<th scope="row">5. Piramidë</th><td class="">{unit.name}</td><td class="">not chosen</td>' in page
    drawn = ballot_map(world.ours, questions.options(counted), {"p1"})
    assert [row[1:] for row in drawn.rows] == [[unit.name, "chosen"], [unit.name, "not chosen"]]
    (x, y), (other_x, other_y) = pins_of(drawn.drawing)
    assert math.dist((x, y), (other_x, other_y)) > 43, "two things at one place stand beside each other"
    assert str(drawn.drawing).count('class="lead"') == 2, "and each has a line to its place"
    assert f'<figcaption class="tiny quiet">{world.ours.boundary_credit}' in page


def test_things_of_one_village_are_seen_near_and_none_covers_another(world):
    a_wide_municipality(world)
    here = [(40.741, 19.701), (40.7412, 19.7012), (40.742, 19.704), (40.745, 19.702)]
    pins = [places.Pin(lat, lon, str(n), str(n)) for n, (lat, lon) in enumerate(here)]

    def drawn(near):
        return str(places.svg_map(world.ours, names=places.MapNames("Where"), pins=pins, near=near))

    far, close = pins_of(drawn(False)), pins_of(drawn(True))
    for found in (far, close):
        assert min(math.dist(one, other) for one, other in itertools.combinations(found, 2)) > 43
    assert drawn(True).count('class="lead"') == 2, "only the two that would still touch are moved"
    assert math.dist(close[0], close[2]) > 1.4 * math.dist(far[0], far[2])
    height = float(drawn(True).split('viewBox="0 0 600 ')[1].split('"')[0])
    assert all(20 < x < 580 and 20 < y < height - 20 for x, y in close)
    assert 'class="bd"' in drawn(True)


def test_things_all_over_the_municipality_are_seen_with_its_outline(world):
    a_wide_municipality(world)
    pins = [places.Pin(40.74, 19.70, "a", "1"), places.Pin(40.92, 19.95, "b", "2")]
    names = places.MapNames("Where")
    assert places.svg_map(world.ours, names=names, pins=pins, near=True) == places.svg_map(
        world.ours, names=names, pins=pins
    )


def pins_of(drawing):
    """Where the marked pins of a map stand, in their order."""
    found = re.findall(r'class="pin marked[^"]*" cx="([\d.]+)" cy="([\d.]+)"', str(drawing))
    return [(float(x), float(y)) for x, y in found]


def a_wide_municipality(world):
    """Ground of about 20 kilometres each way."""
    unit = Unit.objects.of(world.ours).first()
    taken = set(UnitCell.objects.values_list("cell9", flat=True))
    cells = {grid.cell_at(40.74 + north / 50, 19.70 + east / 50, 9) for north in range(10) for east in range(14)}
    UnitCell.objects.bulk_create(UnitCell(municipality=world.ours, unit=unit, cell9=cell) for cell in cells - taken)
    world.ours.boundary_version += 1
    world.ours.save(update_fields=["boundary_version"])


def test_without_places_there_is_no_map(world, client):
    ballot, cards = opened(world)
    vote(world, ballot, cards[0])
    counted = count(world, ballot)
    assert ballot_map(world.ours, questions.options(counted), set()) is None
    assert "On the map" not in client.get(f"/en/{world.ours.slug}/ballots/{ballot.slug}/result/").content.decode()
