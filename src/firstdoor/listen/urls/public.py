"""What everybody may read."""

from django.urls import URLPattern, path

from firstdoor.listen.views import information, public

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/reports/", public.reports, name="reports"),
    path("<slug:slug>/reports/<int:number>/", public.report, name="public_report"),
    path("<slug:slug>/photos/<uuid:pk>.jpg", public.photo, name="photo"),
    path("<slug:slug>/numbers/", information.numbers, name="numbers"),
]
