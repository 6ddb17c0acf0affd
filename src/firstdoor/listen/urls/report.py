"""Reporting something, step by step."""

from django.urls import URLPattern, path

from firstdoor.listen.views.report import answer, check, photo, place, words

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/report/", words.report, name="report"),
    path("<slug:slug>/report/somebody/", words.somebody, name="report_somebody"),
    path("<slug:slug>/report/quiet/", words.quiet, name="report_quiet"),
    path("<slug:slug>/report/care/", check.care, name="report_care"),
    path("<slug:slug>/report/help/", check.who_helps, name="report_help"),
    path("<slug:slug>/report/place/", place.place, name="report_place"),
    path("<slug:slug>/report/map/", place.on_map, name="report_map"),
    path("<slug:slug>/report/photo/", photo.photo, name="report_photo"),
    path("<slug:slug>/report/photo/preview.jpg", photo.preview, name="report_preview"),
    path("<slug:slug>/report/answer/", answer.answer, name="report_answer"),
    path("<slug:slug>/report/check/", check.check, name="report_check"),
    path("<slug:slug>/report/forget/", check.forget, name="report_forget"),
    path("<slug:slug>/report/about-you/", answer.about_you, name="report_about_you"),
]
