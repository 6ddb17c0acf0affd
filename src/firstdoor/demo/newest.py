"""What came in during the last two days and waits for its first look: the desk has something to do on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from firstdoor.core import photos
from firstdoor.core.actor import ANYBODY
from firstdoor.core.ids import uuid7
from firstdoor.demo.listening import POINT, Sample
from firstdoor.demo.pictures import drawing
from firstdoor.listen import services as listen


@dataclass(frozen=True, slots=True)
class New:
    """One report: how many hours ago, its theme ("" when the person did not say), where, the words, how it came."""

    hours: int
    theme: str
    unit: str
    place: str
    words: str
    language: str = "sq"
    drawn: str = ""
    helper: str = ""  # the focal point who entered it


NEWEST = (
    New(43, "clean.stray", "Strum", "te dyqani i vjetër", "Tre qen të mëdhenj rrinë te dyqani. Gjyshja nuk del dot për bukë."),
    New(38, "streets.pothole", "Roskovec", "përballë furrës", "Pusetës përballë furrës i mungon kapaku. Mbrëmë për pak ra një djalë me biçikletë."),
    New(31, "", "Kurjan", "te kthesa e kishës", "Someone parks a lorry in the bend by the church every night. You cannot see who comes.", language="en"),
    New(26, "lighting.out", "Kuman", "rruga e ambulancës", "Te rruga e ambulancës dy llamba janë fikur prej një jave.", helper="kuman"),
    New(19, "streets.pothole", "Kurjan", "para shkollës", "Gropa para shkollës u hap prapë. Po ju dërgoj një foto.", drawn="pothole"),
    New(9, "streets.pothole", "Roskovec", "te furra", "Te furra pusetë pa kapak, natën nuk shihet fare. Vendosni diçka sipër."),
    New(4, "", "Roskovec", "te porta e shkollës", "Një tel rryme i këputur varet te porta e shkollës dhe lëshon shkëndija. Fëmijët dalin në orën një!"),
)  # fmt: skip


def plan_newest(sample: Sample) -> None:
    """Plan them; nobody at the desk has looked yet."""
    for new in NEWEST:
        moment = sample.calendar.now - timedelta(hours=new.hours)
        sample.calendar.plan(moment, lambda new=new: _file(sample, new))


def _file(sample: Sample, new: New) -> None:
    municipality = sample.municipality
    lat, lon = POINT[new.unit]
    common = {
        "words": new.words, "language": new.language, "draft_key": uuid7(), "place": new.place, "lat": lat, "lon": lon,
        "theme": sample.themes[new.theme] if new.theme else None,
        "heard_at": sample.calendar.now - timedelta(hours=new.hours),
    }  # fmt: skip
    if new.helper:
        listen.focal.enter_voice(
            by=sample.by(new.helper), municipality=municipality, consent=True, channel="person", wants_answer="person",
            contact=listen.ContactGiven("visit", f"Shtëpia me portë jeshile, {new.unit}"), **common,
        )  # fmt: skip
        return
    upload = photos.keep(photos.clean(*drawing(new.drawn)), municipality=municipality).pk if new.drawn else None
    listen.file_voice(by=ANYBODY, municipality=municipality, upload_id=upload, **common)
