"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from firstdoor.understand.views import opinions, picture

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/picture/", picture.picture, name="picture"),
    path("<slug:slug>/conversations/<slug:name>/results/", opinions.results, name="conversation_results"),
    path("<slug:slug>/conversations/<slug:name>/results.pdf", opinions.report, name="conversation_report"),
    path("<slug:slug>/conversations/<slug:name>/results/wall/", opinions.wall, name="conversation_wall"),
    path("<slug:slug>/conversations/<slug:name>/data/<slug:file>.csv", opinions.data, name="conversation_data"),
]
