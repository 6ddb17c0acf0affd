"""Addresses of this room: sign-in under the names that allauth knows them by, and the desk's first pages."""

from django.urls import path

from firstdoor.people.views import cycle, desk, roles, sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_request_login_code"),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.Code.as_view(), name="account_confirm_login_code"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("desk/", desk.choose, name="desk"),
    path("desk/<slug:slug>/", desk.home, name="desk_home"),
    path("desk/<slug:slug>/cycle/", cycle.cycle, name="desk_cycle"),
    path("desk/<slug:slug>/cycle/start/", cycle.start, name="desk_cycle_start"),
    path("desk/<slug:slug>/cycle/end/", cycle.end, name="desk_cycle_end"),
    path("desk/<slug:slug>/cycle/steps/<slug:kind>/", cycle.step, name="desk_cycle_step"),
    path("desk/<slug:slug>/people/", roles.people, name="desk_people"),
    path("desk/<slug:slug>/people/roles/new/", roles.new_role, name="desk_role_new"),
    path("desk/<slug:slug>/people/roles/<uuid:grant>/end/", roles.end_role, name="desk_role_end"),
    path("desk/<slug:slug>/people/seats/new/", roles.new_seat, name="desk_seat_new"),
    path("desk/<slug:slug>/people/seats/balance/", roles.balance, name="desk_balance"),
    path("desk/<slug:slug>/people/seats/<uuid:seat>/end/", roles.end_seat, name="desk_seat_end"),
    path("desk/<slug:slug>/people/institutions/new/", roles.new_institution, name="desk_institution_new"),
]
