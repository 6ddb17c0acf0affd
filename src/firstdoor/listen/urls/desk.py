"""The desk: queue and cases, voices entered for others, answers to bring back, the ledger."""

from django.urls import path

from firstdoor.listen.views.desk import acts, case, focal, ledger, queue, selected

_HERE = "desk/<slug:slug>"
_ONE = f"{_HERE}/voices/<int:number>"

urlpatterns = [
    path(f"{_HERE}/voices/", queue.voices, name="desk_voices"),
    path(f"{_HERE}/voices/selected/", selected.selected, name="desk_selected"),
    path(f"{_HERE}/voices/filters/", queue.keep_filter, name="desk_filter_keep"),
    path(f"{_HERE}/voices/filters/<uuid:pk>/forget/", queue.forget_filter, name="desk_filter_forget"),
    path(f"{_HERE}/voices/undo/", case.undo, name="desk_undo"),
    path(f"{_HERE}/voices/cases.csv", queue.table, name="desk_cases_csv"),
    path(f"{_HERE}/photos/<uuid:pk>.jpg", case.photo, name="desk_photo"),
    path(f"{_ONE}/", case.case, name="desk_case"),
    path(f"{_ONE}/photos/<uuid:pk>/", case.look_at_photo, name="desk_case_photo"),
    *(
        path(f"{_ONE}/{name}/", acts.view(name), name=f"desk_case_{name.replace('-', '_')}")
        for name in acts.ACTS
    ),
    path(f"{_HERE}/speak/", focal.speak, name="desk_speak"),
    path(f"{_HERE}/speak/<uuid:voice>/", focal.spoken, name="desk_spoken"),
    path(f"{_HERE}/bring-back/", focal.bring_back, name="desk_bring_back"),
    path(f"{_HERE}/bring-back/<uuid:delivery>/told/", focal.told, name="desk_told"),
    path(f"{_HERE}/bring-back/<uuid:voice>/contact/", focal.contact, name="desk_contact"),
    path(f"{_HERE}/answers/", ledger.ledger, name="desk_answers"),
]  # fmt: skip
