"""The addresses of the house; docs/reference/addresses.md names them all."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("firstdoor.core.urls")),
    path("", include("firstdoor.deliver.receipt_urls")),
    *i18n_patterns(
        path("", include("firstdoor.people.urls")),
        path("", include("firstdoor.places.urls")),
        path("", include("firstdoor.listen.urls")),
        path("", include("firstdoor.understand.urls")),
        path("", include("firstdoor.decide.urls")),
        path("", include("firstdoor.deliver.urls")),
        prefix_default_language=True,
    ),
]
handler400 = "firstdoor.core.errors.bad_request"
handler403 = "firstdoor.core.errors.forbidden"
handler404 = "firstdoor.core.errors.not_found"
handler500 = "firstdoor.core.errors.server_error"
