"""Addresses of this room: what is public, and the desk."""

from django.urls import URLPattern, URLResolver

from firstdoor.listen.urls import public, report

urlpatterns: list[URLPattern | URLResolver] = [*report.urlpatterns, *public.urlpatterns]
