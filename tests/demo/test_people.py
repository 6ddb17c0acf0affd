"""Who the sample's people are, as the page of letters names them."""

from django.utils import translation

from firstdoor.demo.people import PEOPLE


def test_each_is_named_with_their_parts_in_the_readers_language() -> None:
    lindita = next(sample for sample in PEOPLE if sample.name == "Lindita Çela")
    assert str(lindita) == "Lindita Çela: Community Focal Point (Kuman), Municipal Action Group"
    with translation.override("sq"):
        assert str(lindita) == "Lindita Çela: Pika Fokale e Komunitetit (Kuman), Grupi Bashkiak i Veprimit"
