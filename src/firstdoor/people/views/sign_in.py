"""Sign-in by a one-time code that is sent by e-mail, and sign-out. allauth does the work; limits and words are ours.

Whether an address belongs to an account can't be told from any page, only from the letter that arrives there.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from firstdoor.core import errors, limits
from firstdoor.people import letters
from firstdoor.people.forms.sign_in import CodeForm, EmailForm

HOUR = 3600
REQUESTS = {"each": 10, "address": 30, "all": 300}  # codes an hour: for one e-mail, from one address, over all
TRIES = {"each": 30, "address": 60, "all": 900}  # codes typed an hour
METHODS = ["get", "head", "post"]
TYPED = "sign_in_email"  # what was typed last, for the page that asks again


def _hit(request: HttpRequest, name: str, email: str, allowed: dict[str, int]) -> None:
    limits.hit(f"{name}-address", limits.address_of(request), allowed=allowed["address"], seconds=HOUR)
    limits.hit(f"{name}-each", email.strip().lower(), allowed=allowed["each"], seconds=HOUR)
    limits.hit(f"{name}-all", "", allowed=allowed["all"], seconds=HOUR)


class SignIn(allauth.RequestLoginCodeView):
    """Sign in, first question: the e-mail address. A code goes there"""

    template_name = "people/sign_in.html"
    form_class = EmailForm
    http_method_names = METHODS

    def get_initial(self) -> dict[str, Any]:
        """What was typed before, when a code had to be asked for again."""
        return {"email": self.request.session.get(TYPED, "")}

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """`again`: why another code is needed ("tries", "old"), or nothing."""
        return {**super().get_context_data(**options), "again": self.request.GET.get("again", "")}

    def form_valid(self, form: EmailForm) -> HttpResponse:
        """Send the code, or a letter that says there is no account; the page that follows is the same."""
        email = form.cleaned_data["email"]
        try:
            _hit(self.request, "sign-in", email, REQUESTS)
        except limits.TooMany as passed:
            return errors.too_many(self.request, passed.seconds)
        self.request.session[TYPED] = email
        if form._user is None:
            letters.no_account(email)
        return super().form_valid(form)

    def form_invalid(self, form: EmailForm) -> HttpResponse:
        """Refused: filled again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Code(allauth.ConfirmLoginCodeView):
    """Sign in, second question: the code from the letter"""

    template_name = "people/sign_in_code.html"
    form_class = CodeForm
    http_method_names = METHODS

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        """Count each code that is typed; what is no longer valid leads back to the first question, with the reason."""
        asked = LOGIN_SESSION_KEY in request.session
        if request.method == "POST":
            try:
                _hit(request, "sign-in-code", request.session.get(TYPED, ""), TRIES)
            except limits.TooMany as passed:
                return errors.too_many(request, passed.seconds)
        response = super().dispatch(request, *args, **options)
        ended = response.status_code == 302 and response.headers["Location"] == reverse("account_request_login_code")
        return self._again("old") if ended and (asked or request.method == "POST") else response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Refused: filled again, until there have been too many wrong ones."""
        if not self._process.record_invalid_attempt():
            return self._again("tries")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _again(self, why: str) -> HttpResponse:
        following = self.get_next_url()
        query = {"again": why, **({"next": following} if following else {})}
        return redirect(f"{reverse('account_request_login_code')}?{urlencode(query)}")

    def _verify_form_valid(self, form: CodeForm) -> HttpResponse:
        self.request.session.pop(TYPED, None)
        return super()._verify_form_valid(form)


class SignOut(allauth.LogoutView):
    """Sign out; also gives up a sign-in that was begun, to use another address"""

    template_name = "people/sign_out.html"
    http_method_names = METHODS
