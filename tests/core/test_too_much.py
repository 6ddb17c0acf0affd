"""More than one form may hold: the house's page says so, in the reader's language, and what to do."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.world import make_municipality


@pytest.mark.django_db
@pytest.mark.parametrize("csrf", [True, False])
@pytest.mark.parametrize(
    "typed",
    [
        {"words": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
        {f"field{n}": "1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
    ],
    ids=["letters", "fields"],
)
@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
@pytest.mark.parametrize(("lang", "said"), [("en", "several shorter parts"), ("sq", "pjesë më të shkurtra")])
def test_a_form_that_is_too_large_is_refused_in_words(csrf, typed, kind, lang, said):
    municipality = make_municipality("Roskovec")
    client = Client(enforce_csrf_checks=csrf)
    address = f"/{lang}/{municipality.slug}/report/"
    client.get(address)
    if kind == "multipart":
        answer = client.post(address, typed)
    else:
        body = "&".join(f"{name}={words}" for name, words in typed.items())
        answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    page = answer.content.decode()
    assert said in page
    assert f'<html lang="{lang}"' in page
