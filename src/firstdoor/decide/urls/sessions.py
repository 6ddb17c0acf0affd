"""Working sessions and pilot proposals."""

from django.urls import path

from firstdoor.decide.views import sessions as views

_DESK = "desk/<slug:slug>/sessions/"
_ONE = f"{_DESK}<uuid:pk>/"
_PROPOSAL = "desk/<slug:slug>/proposals/<uuid:pk>/"

urlpatterns = [
    path("<slug:slug>/proposals/<uuid:pk>/", views.public_proposal, name="proposal"),
    path("<slug:slug>/proposals/<uuid:pk>.pdf", views.proposal_pdf, name="proposal_pdf"),
    path(_DESK, views.sessions, name="desk_sessions"),
    path(f"{_DESK}new/", views.session_new, name="desk_session_new"),
    path(_ONE, views.session, name="desk_session"),
    path(f"{_ONE}step-<int:number>/", views.step, name="desk_session_step"),
    path(f"{_ONE}act/", views.session_act, name="desk_session_act"),
    path(_PROPOSAL, views.proposal, name="desk_proposal"),
    path(f"{_PROPOSAL}submission/", views.submission, name="desk_proposal_submission"),
    path(f"{_PROPOSAL}choice/", views.choosing, name="desk_proposal_choice"),
]
