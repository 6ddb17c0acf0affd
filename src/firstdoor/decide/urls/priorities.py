"""The choice of priorities."""

from django.urls import path

from firstdoor.decide.views import priorities as views

_DESK = "desk/<slug:slug>/priorities/"

urlpatterns = [
    path("<slug:slug>/paper/priorities/", views.public_page, name="priorities"),
    path(_DESK, views.desk_page, name="desk_priorities"),
    path(f"{_DESK}candidates/", views.candidate_new, name="desk_candidate_new"),
    path(f"{_DESK}candidates/<uuid:pk>/", views.candidate_change, name="desk_candidate"),
    path(f"{_DESK}candidates/<uuid:pk>/reason/", views.reason, name="desk_candidate_reason"),
    path(f"{_DESK}marks/", views.marks, name="desk_marks"),
    path(f"{_DESK}tie/", views.tie, name="desk_tie"),
    path(f"{_DESK}closing/", views.closing, name="desk_choice_closing"),
    path(f"{_DESK}publishing/", views.publishing, name="desk_choice_publishing"),
    path(f"{_DESK}step/", views.step, name="desk_choice_step"),
]
