"""Files that answer a form: the page that sent it stays where it is, and has to hear that the file came."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

COOKIE = "firstdoor_file"
FIELD = "file_token"


def as_file(request: HttpRequest, file: bytes, name: str, *, made: str = "") -> HttpResponse:
    """The answer that a browser puts into its downloads, a PDF called `name`; kept in no cache.

    A script on the page sends a token with the form; it comes back as a cookie for a minute, by which the page sees that
    the file is there (islands/busy.ts). Without a script nothing is sent and nothing is set. What was `made`, in words, is
    said on the next page that is opened.
    """
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    if made:
        messages.success(request, made + " " + _("The PDF is in your downloads. Print it now."))
    token = request.POST.get(FIELD, "")
    if re.fullmatch(r"[0-9a-f]{1,32}", token):
        response.set_cookie(COOKIE, token, max_age=60, samesite="Lax", secure=request.is_secure())
    return response
