"""Addresses of this room: what is public, and the desk."""

from django.urls import URLPattern, URLResolver

from firstdoor.listen.urls import conversations, desk, meetings, public, report

urlpatterns: list[URLPattern | URLResolver] = [
    *desk.urlpatterns,
    *meetings.urlpatterns,
    *conversations.urlpatterns,
    *report.urlpatterns,
    *public.urlpatterns,
]
