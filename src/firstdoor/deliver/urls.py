"""Addresses of this room."""

from django.urls import path

from firstdoor.deliver.views import desk_pilots, desk_promises, door, pilot

_DESK = "desk/<slug:slug>/pilots/"
_ONE = f"{_DESK}<uuid:pk>/"

urlpatterns = [
    path(_DESK, desk_pilots.pilots, name="desk_pilots"),
    path(f"{_DESK}new/", desk_pilots.new, name="desk_pilot_new"),
    path(_ONE, desk_pilots.pilot, name="desk_pilot"),
    path(f"{_ONE}change/", desk_pilots.change, name="desk_pilot_change"),
    path(f"{_ONE}milestones/new/", desk_pilots.new_milestone, name="desk_milestone_new"),
    path(f"{_ONE}milestones/<uuid:milestone>/done/", desk_pilots.milestone_done, name="desk_milestone_done"),
    path(f"{_ONE}milestones/<uuid:milestone>/delay/", desk_pilots.milestone_delay, name="desk_milestone_delay"),
    path(f"{_ONE}spending/", desk_pilots.spending, name="desk_pilot_spending"),
    path(f"{_ONE}photos/new/", desk_pilots.new_photo, name="desk_pilot_photo_new"),
    path(f"{_ONE}photos/<uuid:photo>.jpg", desk_pilots.photo, name="desk_pilot_photo"),
    path(f"{_ONE}photos/<uuid:photo>/decision/", desk_pilots.photo_decision, name="desk_pilot_photo_decision"),
    path(f"{_ONE}visits/new/", desk_pilots.visit, name="desk_visit_new"),
    path(f"{_ONE}visits/<uuid:visit>/reaction/", desk_pilots.reaction, name="desk_visit_reaction"),
    path(f"{_ONE}readings/new/", desk_pilots.reading, name="desk_reading_new"),
    path(f"{_ONE}done/", desk_pilots.done, name="desk_pilot_done"),
    path(f"{_ONE}measured/", desk_pilots.measured, name="desk_pilot_measured"),
    path(f"{_ONE}evaluation/", desk_pilots.evaluation, name="desk_pilot_evaluation"),
    path("desk/<slug:slug>/promises/", desk_promises.promises, name="desk_promises"),
    path("desk/<slug:slug>/promises/<uuid:pk>/", desk_promises.promise, name="desk_promise"),
    path("<slug:slug>/", door.door, name="door"),
    path("<slug:slug>/promises/", door.promises, name="promises"),
    path("<slug:slug>/pilots/", pilot.pilots, name="pilots"),
    path("<slug:slug>/pilots/<slug:pilot>/", pilot.pilot, name="pilot"),
    path("<slug:slug>/pilots/<slug:pilot>/photos/<uuid:pk>.jpg", pilot.photo, name="pilot_photo"),
]
