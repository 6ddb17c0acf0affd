"""`/r/<code>`: the one address without a language in front."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
