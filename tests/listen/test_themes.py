"""The theme tree and the question bank as they come with the package."""

import pytest

from firstdoor.core import texts
from firstdoor.core.actor import ANYBODY, system
from firstdoor.core.rights import NotAllowed
from firstdoor.listen import selectors, services
from firstdoor.listen.models import Theme
from firstdoor.listen.services.voices import level_of
from firstdoor.people.lanes import LANES
from tests.world import make_municipality

BY = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def roskovec():
    municipality = make_municipality("Roskovec")
    services.load_themes(by=BY, municipality=municipality)
    return municipality


def test_twelve_at_the_top_and_seventy_five_below(roskovec):
    tree = selectors.theme_tree(roskovec)
    assert len(tree) == 12
    assert sum(len(branch.leaves) for branch in tree) == 75
    assert [branch.top.code for branch in tree][:3] == ["lighting", "streets", "play"]
    assert [theme.pk for theme in selectors.top_themes(roskovec)] == [branch.top.pk for branch in tree]


def test_loading_again_adds_nothing_and_keeps_what_was_renamed(roskovec):
    Theme.objects.of(roskovec).filter(code="lighting").update(name=texts.make("sq", "Dritat"), hidden=True)
    assert services.load_themes(by=BY, municipality=roskovec) == 0
    assert texts.plain(Theme.objects.of(roskovec).get(code="lighting").name) == "Dritat"
    assert "lighting" not in [theme.code for theme in selectors.top_themes(roskovec)]


def test_each_lane_theme_has_a_lane_unless_nobody_here_may_read_it(roskovec):
    themes = {theme.code: theme for theme in Theme.objects.of(roskovec)}
    known = {lane for lane, _name in LANES}
    for theme in themes.values():
        if theme.level != "lane" or theme.handled_by == "outside the municipality":
            assert theme.lane == ""
        else:
            assert theme.lane in known
    assert themes["violence"].lane == "state_police"
    assert themes["violence.domestic"].lane == "referral"
    assert themes["violence.bullying"].lane == "child_protection"
    assert themes["hidden.corruption"].lane == ""
    assert level_of(themes["lighting.out"], "public") == "public"
    assert level_of(themes["lighting.out"], "staff") == "staff"
    assert level_of(themes["violence.fights"], "public") == "staff"
    assert level_of(None, "public") == "staff"


def test_only_those_who_keep_themes_load_them(roskovec):
    with pytest.raises(NotAllowed):
        services.load_themes(by=ANYBODY, municipality=roskovec)


def test_another_municipality_has_a_tree_of_its_own(roskovec):
    other = make_municipality("Kamëz")
    assert selectors.top_themes(other) == []
    assert selectors.branch(roskovec, "violence").leaves[0].code == "violence.domestic"
    assert selectors.branch(other, "violence") is None


def test_the_question_bank_is_read_with_its_options():
    bank = selectors.question_bank()
    assert len(bank) == 85
    assert texts.plain(bank["P02"].words, "en").startswith("How safe do you feel when you walk alone")
    assert [option.code for option in bank["P01"].options] == ["5", "4", "3", "2", "1", "7", "9"]
    assert texts.plain(bank["B01"].options[0].name, "sq") == "Femër"
    assert [option.code for option in bank["L01"].options] == [str(mark) for mark in range(1, 11)]
    assert bank["B03"].options == ()
