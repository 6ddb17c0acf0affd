"""The verbs of this room."""

from firstdoor.people.services.actors import actor_of

__all__ = ["actor_of"]
