"""Addresses of this room: what is public, and the desk."""

from django.urls import URLPattern, URLResolver

from firstdoor.listen.urls import meetings, public, report

urlpatterns: list[URLPattern | URLResolver] = [*meetings.urlpatterns, *report.urlpatterns, *public.urlpatterns]
