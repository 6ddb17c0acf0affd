"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from firstdoor.understand import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/picture/", views.picture, name="picture"),
]
