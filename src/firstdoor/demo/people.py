"""The people of the sample: invented, each with an address that can never exist (RFC 2606, `.example`)."""

from __future__ import annotations

from dataclasses import dataclass

from firstdoor.people.selectors import role_label

UNIT_ROLE = "community_focal_point"  # the one that is held for a unit


@dataclass(frozen=True, slots=True)
class Sample:
    """Somebody of the sample: how to sign in, roles with lane or unit, and the seat in the Action Group."""

    email: str
    name: str
    roles: tuple[tuple[str, str], ...]
    seat: str = ""
    chairs: bool = False
    phone: str = ""
    kind: str = ""
    chosen_how: str = ""
    gender: str = ""

    def __str__(self) -> str:
        """Name and parts in the reader's language: `Lindita Çela: Community Focal Point (Kuman), Municipal Action Group`."""
        parts = [f"{role_label(role)} ({at})" if role == UNIT_ROLE else role_label(role) for role, at in self.roles]
        return f"{self.name}: {', '.join(parts)}"


PEOPLE = (
    Sample("pikafokale@roskovec.example", "Arta Hoxha", (("municipal_focal_point", ""), ("action_group", "")),
           "civil_servant", True, "069 000 0001", gender="f"),
    Sample("sherbimet@roskovec.example", "Besnik Leka", (("action_group", ""),), "civil_servant", gender="m"),
    Sample("policia@roskovec.example", "Ilir Marku", (("action_group", ""), ("lane_member", "state_police")),
           "state_police", gender="m"),
    Sample("bashkiake@roskovec.example", "Dritan Prifti", (("action_group", ""),), "municipal_police", gender="m"),
    Sample("zjarrfikesit@roskovec.example", "Gjergj Bala", (("action_group", ""),), "fire_brigade", gender="m"),
    Sample("kuman@roskovec.example", "Lindita Çela", (("community_focal_point", "Kuman"),),
           "community", False, "069 000 0002", gender="f"),
    Sample("kurjan@roskovec.example", "Petrit Doçi", (("community_focal_point", "Kurjan"),), phone="069 000 0003",
           kind="village_head", chosen_how="Zgjedhur nga mbledhja e fshatit"),
    Sample("strum@roskovec.example", "Mira Shehu", (("community_focal_point", "Strum"),), phone="069 000 0004",
           kind="unit_administrator", chosen_how="Emëruar nga kryetarja e bashkisë"),
    Sample("qender@roskovec.example", "Agim Kola", (("community_focal_point", "Roskovec"),), phone="069 000 0005",
           kind="liaison", chosen_how="Zgjedhur nga këshilli i lagjes"),
    Sample("referimi@roskovec.example", "Vjollca Gjini", (("lane_member", "referral"),)),
    Sample("kryetarja@roskovec.example", "Teuta Ndreu", (("mayor", ""),)),
    Sample("sekretari@roskovec.example", "Ermal Toska", (("council_secretary", ""),)),
    Sample("coach@roskovec.example", "Hanna de Wit", (("coach", ""),)),
    Sample("administrator@roskovec.example", "Sokol Rama", (("administrator", ""),)),
)  # fmt: skip
