"""What the production server does before its first visitor."""

from django.conf import settings
from django.template import engines
from django.utils.translation import trans_real

from firstdoor.config import wsgi


def test_all_pages_are_loaded_before_the_first_visitor_without_asking_the_database() -> None:
    """Without the mark for it, a test that asks the database fails."""
    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    for loader in loaders:
        loader.reset()
    trans_real._translations.clear()

    assert wsgi.load_pages() > 100
    kept = "".join(str(name) for loader in loaders for name in loader.get_template_cache)
    files = [file.name for file in settings.PACKAGE.glob("*/templates/**/*.html")]
    assert [name for name in files if name not in kept] == []
    assert {"sq", "en"} <= set(trans_real._translations)
