"""The sample is whole, fits its audit trail, and is loaded once."""

import pytest

from firstdoor.core import audit_heads
from firstdoor.core.models import Audit
from firstdoor.decide.models import Ballot, Version
from firstdoor.deliver.models import Pilot
from firstdoor.demo.load import load
from firstdoor.listen.models import Answer, Voice
from firstdoor.places import selectors as places


@pytest.mark.django_db
def test_a_year_of_roskovec_fits_together_and_is_loaded_once():
    list(load())
    roskovec = places.municipality_by_slug("roskovec")
    units = set(Voice.objects.of(roskovec).exclude(unit=None).values_list("unit__name", flat=True))
    assert units == {"Kuman", "Kurjan", "Roskovec", "Strum"}
    assert 350 <= Voice.objects.of(roskovec).count() <= 450
    assert Version.objects.of(roskovec).filter(state="adopted").count() == 1
    assert list(Ballot.objects.of(roskovec).filter(state="counted").values_list("voters", flat=True)) == [180]
    pilots = Pilot.objects.of(roskovec)
    assert pilots.filter(measured_at=None).count() == pilots.exclude(measured_at=None).count() == 1
    kinds = set(Answer.objects.of(roskovec).values_list("kind", flat=True))
    assert {"joined", "chosen", "not_chosen", "decided", "done", "measured", "accepted", "refused"} <= kinds
    assert audit_heads.verify()[1] == []
    before = Audit.objects.count()
    assert list(load()) == []
    assert Audit.objects.count() == before
