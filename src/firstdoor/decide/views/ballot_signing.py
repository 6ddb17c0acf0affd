"""Signing the minutes of a count at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from firstdoor.core.acting import accepted
from firstdoor.decide.forms.signing import SignatureForm
from firstdoor.decide.models import Ballot
from firstdoor.decide.selectors import ballot_results, signatures
from firstdoor.decide.services import ballots as services
from firstdoor.decide.views.ballots_desk import GET_AND_POST
from firstdoor.decide.views.common import ballot_at_desk, page
from firstdoor.people.selectors import role_label


@GET_AND_POST
def sign(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Sign the minutes of a count: what is signed stands above the form."""
    by = request.actor  # type: ignore[attr-defined]
    municipality, ballot = ballot_at_desk(request, slug, name, services.SIGN)
    if ballot.state != Ballot.State.COUNTED:
        raise Http404
    form = SignatureForm(request.POST or None)
    if form.is_valid() and accepted(
        form,
        lambda: services.sign_count(by=by, municipality=municipality, ballot=ballot, **form.cleaned_data),
    ):
        messages.success(request, _("You have signed. It stands beside the result and in the minutes."))
        return redirect("desk_ballot", slug, name)
    return page(
        request, "desk/ballot_sign", municipality, "ballots", form=form, ballot=ballot, result=ballot_results.result(ballot),
        signatures=signatures.signatures(ballot), signed=signatures.has_signed(by, ballot), who=by.names.get("name", ""),
        role=role_label(services.signing_role(by, municipality)),
    )  # fmt: skip
