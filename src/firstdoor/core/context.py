"""What every page knows: set by views as `municipality` on the request's resolver match, danger number, languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Names that templates may use anywhere: DEMO, actor."""
    return {"DEMO": settings.DEMO, "actor": getattr(request, "actor", None)}
