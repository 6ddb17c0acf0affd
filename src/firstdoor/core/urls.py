"""Addresses for operators and for the demo."""

from django.urls import path

from firstdoor.core import mailbox, metrics, sheet, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("_mail", mailbox.mailbox, name="mailbox"),
    path("_components", sheet.components, name="components"),
]
