"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from firstdoor.understand import opinion_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/picture/", views.picture, name="picture"),
    path("<slug:slug>/conversations/<slug:name>/results/", opinion_views.results, name="conversation_results"),
    path("<slug:slug>/conversations/<slug:name>/results/wall/", opinion_views.wall, name="conversation_wall"),
    path("<slug:slug>/conversations/<slug:name>/data/<slug:file>.csv", opinion_views.data, name="conversation_data"),
]
