"""Addresses for operators and for the demo."""

from django.urls import path

from firstdoor.core import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
