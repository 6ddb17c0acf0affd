"""Do you have a photo? Cleaned before anything of it is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from firstdoor.core import photos
from firstdoor.core.models import Upload
from firstdoor.listen.forms.report import PhotoForm
from firstdoor.listen.services import drafts
from firstdoor.listen.views.report.visit import Visit, needs_words, step, unstored

FORM_AROUND_IT = 100_000  # bytes of the form beside the photo
READ_AND_FORGOTTEN = 100_000_000  # so much is let in and thrown away, so that the browser hears the answer


@csrf_exempt
def photo(request: HttpRequest, slug: str) -> HttpResponse:
    """Do you have a photo? Too large ones are refused before anything of them is read into memory or onto the disk."""
    if request.method == "POST" and _length(request) > photos.MOST_BYTES + FORM_AROUND_IT:
        return _too_large(request, slug)
    return _photo(request, slug)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _too_large(request: HttpRequest, slug: str) -> HttpResponse:
    """The page again with the reason beside the field. Nothing is changed, so no token against forgery is asked."""
    if _length(request) <= READ_AND_FORGOTTEN:
        while request.read(1 << 16):
            pass
    visit = Visit(request, slug)
    form = PhotoForm({})
    form.add_error("photo", _("This photo is larger than 20 MB. Choose a smaller one, or go on without a photo."))
    return _page(visit, form)


@csrf_protect
@step()
@needs_words
def _photo(visit: Visit) -> HttpResponse:
    if visit.writing.lane:
        return visit.go("report_check")
    form = PhotoForm(visit.request.POST if visit.posted else None, visit.request.FILES if visit.posted else None)
    if form.is_valid():
        done = visit.on(form, lambda: _keep(visit, form.cleaned_data["photo"]))
        if done:
            return done
    return _page(visit, form)


def _keep(visit: Visit, picture: photos.Clean | None) -> HttpResponse:
    if visit.draft is not None and picture is not None:
        drafts.put_photo(draft=visit.draft, picture=picture)
    elif visit.draft is not None and "without" in visit.request.POST:
        drafts.take_photo_out(draft=visit.draft)
    return visit.go_on("report_answer")


def _page(visit: Visit, form: PhotoForm) -> HttpResponse:
    return visit.show(
        "listen/report/photo.html", form=form, step=3, steps=4,
        has_photo=visit.draft is not None and visit.draft.upload_id is not None,
        back=visit.url("report_check" if visit.to_check else "report_place"),
    )  # fmt: skip


@step(only_shows=True)
def preview(visit: Visit) -> HttpResponse:
    """The draft's own photo, cleaned, for its writer alone."""
    upload = None
    if visit.draft is not None and visit.draft.upload_id is not None:
        upload = Upload.objects.filter(pk=visit.draft.upload_id, removed_at=None).first()
    if upload is None:
        raise Http404
    return unstored(photos.served(upload))
