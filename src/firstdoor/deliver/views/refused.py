"""Refusals of services, put beside the fields they are about."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form


def refuse(form: Form, refused: ValidationError) -> None:
    """Put what a service refused beside the form's fields; texts are refused beside their original."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, errors in refused.error_dict.items():
        field = name if name in form.fields else next((one for one in form.fields if one.startswith(f"{name}_")), None)
        form.add_error(field, errors)
