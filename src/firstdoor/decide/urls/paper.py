"""The policy paper and its consultation."""

from django.urls import path

from firstdoor.decide.views import paper as views
from firstdoor.decide.views import paper_asked as desk_asked
from firstdoor.decide.views import paper_decision as desk_decision
from firstdoor.decide.views import paper_desk as desk
from firstdoor.decide.views import paper_documents as documents

_DESK = "desk/<slug:slug>/paper/"

urlpatterns = [
    path("<slug:slug>/paper/", views.public_page, name="paper"),
    path("<slug:slug>/paper/comment/<slug:key>/", views.comment, name="paper_comment"),
    path("<slug:slug>/paper/comments/", views.comments, name="paper_comments"),
    path("<slug:slug>/paper/comments.csv", views.comments_csv, name="paper_comments_csv"),
    path("<slug:slug>/paper/v<int:number>/", views.public_page, name="paper_version"),
    path("<slug:slug>/paper/v<int:number>.pdf", views.pdf, name="paper_pdf"),
    path("<slug:slug>/paper/earlier/<uuid:pk>/", views.earlier_page, name="paper_earlier"),
    path("<slug:slug>/paper/earlier/<uuid:pk>.pdf", views.earlier_pdf, name="paper_earlier_pdf"),
    path("<slug:slug>/paper/notice.pdf", documents.notice, name="paper_notice"),
    path("<slug:slug>/paper/comments.pdf", documents.comments, name="paper_comments_pdf"),
    path(_DESK, desk.overview, name="desk_paper"),
    path(f"{_DESK}opening/", desk.opening, name="desk_paper_opening"),
    path(f"{_DESK}proposing/", desk.proposing, name="desk_paper_proposing"),
    path(f"{_DESK}step/", desk.step, name="desk_paper_step"),
    path(f"{_DESK}paragraphs/", desk.paragraph_new, name="desk_paragraph_new"),
    path(f"{_DESK}paragraphs/<slug:key>/", desk.paragraph, name="desk_paragraph"),
    path(f"{_DESK}measures/", desk.measure_new, name="desk_measure_new"),
    path(f"{_DESK}measures/<slug:key>/", desk.measure, name="desk_measure"),
    path(f"{_DESK}comments/", desk.comments, name="desk_comments"),
    path(f"{_DESK}comments/<uuid:pk>/", desk.comment, name="desk_comment"),
    path(f"{_DESK}draft-decision.pdf", documents.draft_decision, name="desk_draft_decision"),
    path(f"{_DESK}asked/", desk_asked.asked_new, name="desk_asked_new"),
    path(f"{_DESK}asked/<uuid:pk>/", desk_asked.asked, name="desk_asked"),
    path(f"{_DESK}decision/", desk_decision.decision, name="desk_decision"),
]
