"""Interface meetings."""

from django.urls import path

from firstdoor.listen.views import meeting_documents as documents
from firstdoor.listen.views import meetings as views

_DESK = "desk/<slug:slug>/meetings/"
_ONE = f"{_DESK}<uuid:pk>/"

urlpatterns = [
    path("<slug:slug>/meetings/", views.public_list, name="meetings"),
    path("<slug:slug>/meetings/<uuid:pk>/", views.public_page, name="meeting"),
    path("<slug:slug>/meetings/<uuid:pk>/invitation.pdf", documents.invitation, name="meeting_invitation"),
    path("<slug:slug>/meetings/<uuid:pk>/minutes.pdf", documents.minutes, name="meeting_minutes"),
    path(_DESK, views.desk_list, name="desk_meetings"),
    path(f"{_DESK}new/", views.desk_new, name="desk_meeting_new"),
    path(_ONE, views.desk_page, name="desk_meeting"),
    path(f"{_ONE}change/", views.desk_change, name="desk_meeting_change"),
    path(f"{_ONE}publication/", views.desk_publish, name="desk_meeting_publication"),
    path(f"{_ONE}calling-off/", views.desk_call_off, name="desk_meeting_calling_off"),
    path(f"{_ONE}invitations/", views.desk_invitations, name="desk_meeting_invitations"),
    path(f"{_ONE}sheet.pdf", documents.sheet, name="desk_meeting_sheet"),
    path(f"{_ONE}minutes.pdf", documents.desk_minutes, name="desk_meeting_minutes_pdf"),
    path(f"{_ONE}heads/", views.desk_heads, name="desk_meeting_heads"),
    path(f"{_ONE}inputs/", views.desk_inputs, name="desk_meeting_inputs"),
    path(f"{_ONE}vision/", views.desk_words, {"part": "vision"}, name="desk_meeting_vision"),
    path(f"{_ONE}minutes/", views.desk_words, {"part": "minutes"}, name="desk_meeting_minutes"),
    path(f"{_ONE}promises/", views.desk_promises, name="desk_meeting_promises"),
    path(f"{_ONE}promises/<uuid:promise>/", views.desk_settle, name="desk_meeting_promise"),
]
