"""Rights: each room registers its permissions as predicates over (actor, municipality); services ask `require`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules
from django.core.exceptions import PermissionDenied

from firstdoor.core.actor import Actor

# `rules` has no types: its decorator is given one here.
_predicate: Callable[[str], Callable[[Callable[..., bool]], Any]] = rules.predicate


class NotAllowed(PermissionDenied):
    """The actor may not do that there. Pages answer 404 to somebody signed in, and ask anybody else to sign in."""


def has_role(*roles: str) -> Any:
    """A predicate: the actor holds one of `roles` in the municipality."""

    @_predicate(f"has_role:{'/'.join(roles)}")
    def predicate(actor: Actor, municipality: Any = None) -> bool:
        return municipality is not None and bool(actor.roles(municipality.pk) & set(roles))

    return predicate


@_predicate("anybody")
def anybody(_actor: Actor, _municipality: Any = None) -> bool:
    """Everybody may, without an account."""
    return True


@_predicate("signed_in")
def signed_in(actor: Actor, _municipality: Any = None) -> bool:
    """Somebody who signed in, whatever the role."""
    return actor.signed_in


@_predicate("works_here")
def works_here(actor: Actor, municipality: Any = None) -> bool:
    """Holds any role in this municipality."""
    return municipality is not None and bool(actor.roles(municipality.pk))


def register(table: dict[str, Any]) -> None:
    """Register a room's table: permission name -> predicate. A name may stand only once."""
    for name, predicate in table.items():
        rules.add_perm(name, predicate)


def may(by: Actor, permission: str, municipality: Any = None) -> bool:
    """Whether the actor holds the permission there. The system itself may do everything; unknown names raise KeyError."""
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    return bool(by.system) or bool(rules.has_perm(permission, by, municipality))


def require(by: Actor, permission: str, municipality: Any = None) -> None:
    """Raise NotAllowed unless the actor holds the permission there."""
    if not may(by, permission, municipality):
        raise NotAllowed(permission)
