"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from firstdoor.places.views import about, public, settings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.municipalities, name="municipalities"),
    path("<slug:slug>/data-use/", about.data_use, name="data_use"),
    path("<slug:slug>/accessibility/", about.accessibility, name="accessibility"),
    path("<slug:slug>/units.geojson", public.outlines, name="units_geojson"),
    path("desk/<slug:slug>/settings/", settings.settings, name="settings"),
    path("desk/<slug:slug>/settings/contact/", settings.contact, name="settings_contact"),
    path("desk/<slug:slug>/settings/holidays/", settings.holidays, name="settings_holidays"),
    path("desk/<slug:slug>/settings/holidays/<uuid:holiday>/", settings.holiday, name="settings_holiday"),
    path(
        "desk/<slug:slug>/settings/holidays/<uuid:holiday>/removal/",
        settings.holiday_removal,
        name="settings_holiday_removal",
    ),
    path("desk/<slug:slug>/settings/rules/<str:code>/", settings.rule, name="settings_rule"),
]
