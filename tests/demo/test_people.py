"""Who the sample's people are, as the page of letters names them."""

from django.utils import translation

from firstdoor.demo.people import PEOPLE


def test_each_is_named_with_their_parts_in_the_readers_language() -> None:
    named = {sample.name: sample for sample in PEOPLE}
    assert str(named["Lindita Çela"]) == "Lindita Çela: Community Focal Point (Kuman)"
    assert str(named["Arta Hoxha"]) == "Arta Hoxha: Municipal Focal Point, Municipal Action Group"
    with translation.override("sq"):
        assert str(named["Lindita Çela"]) == "Lindita Çela: Pika Fokale e Komunitetit (Kuman)"
