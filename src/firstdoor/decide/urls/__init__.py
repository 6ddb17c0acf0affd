"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from firstdoor.decide.urls import ballots, paper, priorities, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    *priorities.urlpatterns,
    *paper.urlpatterns,
    *ballots.urlpatterns,
    *sessions.urlpatterns,
]
