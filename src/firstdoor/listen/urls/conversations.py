"""Conversations: for everybody, and the desk's."""

from django.urls import path

from firstdoor.listen.views import conversations as public
from firstdoor.listen.views.conversation_about import about_you, hear
from firstdoor.listen.views.desk import booklets, hands, patterns, seeds
from firstdoor.listen.views.desk import conversations as desk

_HERE = "<slug:slug>/conversations/"
_ONE = f"{_HERE}<slug:name>/"
_DESK = f"desk/{_HERE}"
_DESK_ONE = f"desk/{_ONE}"
_STATEMENT = f"{_DESK_ONE}<int:number>/"

urlpatterns = [
    path(_HERE, public.public_list, name="conversations"),
    path(_ONE, public.vote, name="conversation"),
    path("<slug:slug>/c/<slug:name>/", public.short, name="conversation_short"),
    path(f"{_ONE}statement/", public.write, name="conversation_write"),
    path(f"{_ONE}about-you/", about_you, name="conversation_about_you"),
    path(f"{_ONE}hear/", hear, name="conversation_hear"),
    path(_DESK, desk.desk_list, name="desk_conversations"),
    path(f"{_DESK}new/", desk.new, name="desk_conversation_new"),
    path(_DESK_ONE, desk.page, name="desk_conversation"),
    path(f"{_DESK_ONE}change/", desk.change, name="desk_conversation_change"),
    path(f"{_DESK_ONE}statement/", seeds.begin_with, name="desk_conversation_begin_with"),
    path(f"{_DESK_ONE}statement/from/", seeds.choose, name="desk_conversation_sources"),
    path(f"{_DESK_ONE}open/", desk.open_it, name="desk_conversation_open"),
    path(f"{_DESK_ONE}close/", desk.close_it, name="desk_conversation_close"),
    path(f"{_DESK_ONE}hands/", hands.hands_list, name="desk_hands"),
    path(f"{_DESK_ONE}hands/new/", hands.new, name="desk_hands_new"),
    path(f"{_DESK_ONE}hands/<uuid:pk>/", hands.change, name="desk_hands_change"),
    path(f"{_DESK_ONE}hands/<uuid:pk>/take-away/", hands.take_away, name="desk_hands_take_away"),
    path(f"{_DESK_ONE}booklets/", booklets.enter, name="desk_booklets"),
    path(f"{_DESK_ONE}booklets/print/", booklets.print_them, name="desk_booklets_print"),
    path(f"{_DESK_ONE}booklets/<slug:number>/", booklets.one, name="desk_booklet"),
    path(f"{_DESK_ONE}booklets/<slug:number>/take-back/", booklets.take_back, name="desk_booklet_take_back"),
    path(f"{_DESK_ONE}poster-<slug:size>.pdf", booklets.poster, name="desk_conversation_poster"),
    path(f"{_DESK_ONE}patterns/", patterns.page, name="desk_patterns"),
    path(f"{_DESK_ONE}patterns/<uuid:pk>/put-back/", patterns.put_back, name="desk_patterns_put_back"),
    path(_STATEMENT, desk.statement, name="desk_statement"),
    path(f"{_STATEMENT}show/", desk.show, name="desk_statement_show"),
    path(f"{_STATEMENT}translation/", desk.translate, name="desk_statement_translation"),
    path(f"{_STATEMENT}merge/", desk.merge, name="desk_statement_merge"),
]
