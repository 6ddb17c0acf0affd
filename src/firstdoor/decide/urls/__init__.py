"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from firstdoor.decide.urls import ballots, paper, priorities

urlpatterns: list[URLPattern | URLResolver] = [*priorities.urlpatterns, *paper.urlpatterns, *ballots.urlpatterns]
