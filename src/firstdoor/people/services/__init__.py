"""The verbs of this room."""

from firstdoor.people.services.actors import actor_of
from firstdoor.people.services.roles import ensure_person, give_seat, grant_role

__all__ = ["actor_of", "ensure_person", "give_seat", "grant_role"]
