"""`firstdoor person`: the first administrator and the first focal points are made on the server."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from firstdoor.cli import main
from firstdoor.core.models import Audit
from firstdoor.people.models import Grant, Person
from firstdoor.people.services import actor_of as actor_of_day
from tests.world import World, actor_of

WHO = "besa@example.al"


@pytest.fixture
def besa(world: World) -> Person:
    assert main(["person", "add", "Besa@example.al", "Besa Hoxha"]) == 0
    return Person.objects.get(email=WHO)


def test_the_first_administrator(besa: Person, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person", "grant", WHO, "administrator"]) == 0
    assert actor_of(besa).roles(world.theirs.pk) == {"administrator"}
    assert Audit.objects.get(verb="people.role_granted").actor == "system:command"
    assert main(["person", "end", WHO, "administrator"]) == 0
    assert not actor_of(besa).held
    assert "no longer administrator of the installation" in capsys.readouterr().out


def test_a_mandate_of_a_village_head(besa: Person, world: World) -> None:
    arguments = ["community_focal_point", "--municipality", "kelcyre", "--unit", "kelcyre", "--kind", "village_head"]
    mandate = ["--chosen-how", "Elected by the village", "--since", "2026-01-01", "--until", "2029-12-31"]
    assert main(["person", "grant", WHO, *arguments, *mandate]) == 0
    given = Grant.objects.get(person=besa)
    assert (given.kind, given.chosen_how, str(given.since), str(given.until)) == (
        "village_head", "Elected by the village", "2026-01-01", "2029-12-31",
    )  # fmt: skip
    with pytest.raises(SystemExit) as wrong:
        main(["person", "grant", WHO, *arguments, "--since", "soon"])
    assert wrong.value.code == 2


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])  # at any moment one of them has another day
def test_a_role_begins_and_ends_on_the_day_that_it_is_there(besa: Person, world: World, zone: str) -> None:
    world.ours.time_zone = zone
    world.ours.save(update_fields=["time_zone"])
    today = datetime.now(ZoneInfo(zone)).date()
    arguments = [WHO, "action_group", "--municipality", world.ours.slug]
    assert main(["person", "grant", *arguments]) == 0
    assert Grant.objects.get(person=besa).since == today
    assert main(["person", "end", *arguments]) == 0
    assert not actor_of_day(besa, today=today).held


def test_a_focal_point_of_a_unit_found_without_its_marks(besa: Person, world: World) -> None:
    arguments = [WHO, "community_focal_point", "--municipality", "kelcyre", "--unit", "kelcyre"]
    assert main(["person", "grant", *arguments]) == 0
    assert main(["person", "grant", *arguments]) == 0
    assert Grant.objects.get(person=besa).unit.name == "Këlcyrë"
    assert main(["person", "end", *arguments]) == 0
    assert not actor_of(besa).held


def test_a_role_already_held_begins_earlier_when_that_is_said(
    besa: Person, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["person", "grant", WHO, "coach", "--municipality", "roskovec"]
    assert main([*arguments, "--since", "2026-03-01"]) == 0
    assert main([*arguments, "--since", "2026-01-05"]) == 0
    assert str(Grant.objects.get(person=besa).since) == "2026-01-05"
    assert Audit.objects.get(verb="people.role_begins_earlier").row == str(Grant.objects.get(person=besa).pk)
    assert "is coach of Municipality of Roskovec from 2026-01-05." in capsys.readouterr().out
    assert main([*arguments, "--since", "2026-06-01", "--until", "2026-12-31"]) == 0
    told = capsys.readouterr().out
    assert "from 2026-01-05." in told
    assert "held already" in told
    assert str(Grant.objects.get(person=besa).since) == "2026-01-05"


def test_the_list_is_one_document(besa: Person, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    main(["person", "grant", WHO, "lane_member", "--municipality", "roskovec", "--lane", "referral"])
    capsys.readouterr()
    assert main(["person", "list", "--municipality", "roskovec", "--json"]) == 0
    roles = json.loads(capsys.readouterr().out)["roles"]
    assert [(role["role"], role["lane"]) for role in roles if role["email"] == WHO] == [("lane_member", "referral")]
    assert {role["municipality"] for role in roles} == {"roskovec"}
    assert main(["person", "list"]) == 0
    assert f"{WHO}\tBesa Hoxha\tlane_member (referral)\troskovec\t" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grant", "nobody@example.al", "coach", "--municipality", "roskovec"], "firstdoor person add"),
        (["grant", WHO, "coach"], "--municipality"),
        (["grant", WHO, "coach", "--municipality", "atlantis"], "no municipality 'atlantis'"),
        (["grant", WHO, "administrator", "--municipality", "roskovec"], "leave --municipality out"),
        (["grant", WHO, "lane_member", "--municipality", "roskovec"], "lane"),
        (["grant", WHO, "community_focal_point", "--municipality", "roskovec"], "unit"),
        (
            ["grant", WHO, "community_focal_point", "--municipality", "roskovec", "--unit", "Kuman"],
            "there are: Roskovec",
        ),
        (["end", WHO, "coach", "--municipality", "roskovec"], "does not hold"),
        (["add", "no address", "Somebody"], "e-mail"),
    ],
)
def test_what_can_not_be_done_says_why(
    besa: Person, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(["person", *arguments]) == 1
    assert says in capsys.readouterr().err
    assert not Grant.objects.filter(person=besa).exists()
