"""Co-decision: the booth, the result, and the desk."""

from django.urls import path

from firstdoor.decide.views import (
    ballot_overview,
    ballot_places,
    ballot_signing,
    ballot_steps,
    classroom,
    everybody,
    ideas,
)
from firstdoor.decide.views import ballot_results as results
from firstdoor.decide.views import ballot_sheets as paper
from firstdoor.decide.views import ballots as views
from firstdoor.decide.views import ballots_desk as desk

_ONE = "<slug:slug>/ballots/<slug:name>/"
_DESK = "desk/<slug:slug>/ballots/"
_AT_DESK = f"{_DESK}<slug:name>/"

urlpatterns = [
    path("<slug:slug>/ballots/", views.public_list, name="ballots"),
    path(_ONE, views.vote, name="ballot"),
    path(f"{_ONE}ideas/", ideas.public, name="ballot_ideas"),
    path(f"{_ONE}ideas/new/", ideas.propose, name="ballot_idea"),
    path(f"{_ONE}class/", classroom.device, name="ballot_class"),
    path(f"{_ONE}open/", everybody.ask, name="ballot_open"),
    path(f"{_ONE}try/", views.trial, name="ballot_trial"),
    path(f"{_ONE}done/", views.done, name="ballot_done"),
    path(f"{_ONE}result/", results.result, name="ballot_result"),
    path(f"{_ONE}pictures/<uuid:pk>.jpg", views.option_photo, name="ballot_picture"),
    path(f"{_ONE}ballots.pb", results.papers, {"kind": "pb"}, name="ballot_papers"),
    path(f"{_ONE}ballots.csv", results.papers, {"kind": "csv"}, name="ballot_papers_csv"),
    path(f"{_ONE}protocol.pdf", results.protocol, name="ballot_protocol"),
    path(f"{_ONE}receipts.txt", results.papers, {"kind": "receipts"}, name="ballot_receipts"),
    path(f"{_ONE}receipt/", results.receipt, name="ballot_receipt"),
    path(_DESK, desk.ballots, name="desk_ballots"),
    path(f"{_DESK}new/", desk.ballot_new, name="desk_ballot_new"),
    path(_AT_DESK, ballot_overview.ballot, name="desk_ballot"),
    path(f"{_AT_DESK}change/", desk.ballot_change, name="desk_ballot_change"),
    path(f"{_AT_DESK}options/", desk.option_new, name="desk_option_new"),
    path(f"{_AT_DESK}options/<uuid:pk>/", desk.option, name="desk_option"),
    path(f"{_AT_DESK}options/<uuid:pk>/place/", ballot_places.place, name="desk_option_place"),
    path(f"{_AT_DESK}cards/", desk.cards, name="desk_ballot_cards"),
    path(f"{_AT_DESK}class/", classroom.new_key, name="desk_class_key"),
    path(f"{_AT_DESK}class/sheet/", classroom.key_sheet, name="desk_class_sheet"),
    path(f"{_AT_DESK}class/<uuid:pk>/stop/", classroom.stop_key, name="desk_class_stop"),
    path(f"{_AT_DESK}paper/", paper.sheets, name="desk_ballot_sheets"),
    path(f"{_AT_DESK}paper/print/", paper.print_sheets, name="desk_ballot_print"),
    path(f"{_AT_DESK}consent/", desk.consent, name="desk_ballot_consent"),
    path(f"{_AT_DESK}paper/<str:number>/", paper.settle, name="desk_ballot_sheet"),
    path(f"{_AT_DESK}email/", desk.email_list, name="desk_ballot_email"),
    path(f"{_AT_DESK}register/", desk.register, name="desk_ballot_register"),
    path(f"{_AT_DESK}strike/", desk.strike, name="desk_ballot_strike"),
    path(f"{_AT_DESK}lost-cards/", desk.dead, name="desk_ballot_dead"),
    path(f"{_AT_DESK}ideas/", ideas.desk, name="desk_ideas"),
    path(f"{_AT_DESK}ideas/<uuid:pk>/", ideas.review, name="desk_idea"),
    path(f"{_AT_DESK}sign/", ballot_signing.sign, name="desk_ballot_sign"),
    path(f"{_AT_DESK}step/", ballot_steps.step, name="desk_ballot_step"),
]
