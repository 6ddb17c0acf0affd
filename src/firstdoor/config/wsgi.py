"""The WSGI application that the production server runs: loaded once, made ready, then shared by its processes."""

import os
from contextlib import suppress

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import loader
from django.urls import NoReverseMatch, reverse
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firstdoor.config.settings")


def load_pages() -> int:
    """Load addresses, catalogues and templates, so that no visitor waits for them; the number of templates.

    Nothing here may ask the database: the processes that are made from this one would share its connection.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language), suppress(NoReverseMatch):
            reverse("no address has this name")  # looks through all of them in this language, once for all
    names = [
        file.relative_to(folder)
        for folder in sorted(settings.PACKAGE.glob("*/templates"))
        for file in sorted(folder.rglob("*.html"))
    ]
    for name in names:
        loader.get_template(str(name))
    return len(names)


application = get_wsgi_application()
load_pages()
