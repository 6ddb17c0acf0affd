"""Who does something: handed to every service, so that no service looks for a signed-in person by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Role = Literal[
    "municipal_focal_point",
    "community_focal_point",
    "action_group",
    "lane_member",
    "mayor",
    "council_secretary",
    "coach",
    "administrator",
]


@dataclass(frozen=True, slots=True)
class Held:
    """One role somebody holds now. `municipality` is None only for the administrator of the installation."""

    role: str
    municipality: UUID | None = None
    lane: str = ""
    unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles held now, or anybody (no person), or the system itself (`system` says which part)."""

    person: UUID | None = None
    held: tuple[Held, ...] = ()
    system: str = ""
    names: dict[str, str] = field(default_factory=dict, compare=False, hash=False)

    @property
    def signed_in(self) -> bool:
        """Whether this is a person who signed in."""
        return self.person is not None

    @property
    def mark(self) -> str:
        """How the audit trail names this actor: an id, never a name."""
        if self.person is not None:
            return f"person:{self.person}"
        return f"system:{self.system}" if self.system else "anybody"

    def roles(self, municipality_id: UUID) -> set[str]:
        """The roles held in that municipality (an administrator's everywhere)."""
        return {held.role for held in self.held if held.municipality in {municipality_id, None}}

    def lanes(self, municipality_id: UUID) -> set[str]:
        """The lanes this person is a member of in that municipality."""
        return {held.lane for held in self.held if held.role == "lane_member" and held.municipality == municipality_id}

    def units(self, municipality_id: UUID) -> set[UUID]:
        """The administrative units for which this person is Community Focal Point."""
        return {
            held.unit
            for held in self.held
            if held.unit is not None and held.municipality == municipality_id and held.role == "community_focal_point"
        }


ANYBODY = Actor()


def system(part: str) -> Actor:
    """The installation itself: a command on the server, the demo, a task. It may do everything and is recorded."""
    return Actor(system=part)
