"""Refusals of services, put beside the fields they are about."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form

from firstdoor.core.forms import renew


def refuse(form: Form, refused: ValidationError) -> None:
    """Put what a service refused beside the form's fields; texts are refused beside their original.

    Whoever saved second may look and save again."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        renew(form)
        return
    for name, errors in refused.error_dict.items():
        field = name if name in form.fields else next((one for one in form.fields if one.startswith(f"{name}_")), None)
        form.add_error(field, errors)
