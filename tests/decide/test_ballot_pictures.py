"""What can be chosen is seen: a photo, a drawing, or a plain row to tick; cards are printed in the voters' language."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from firstdoor.core import photos
from firstdoor.core.models import Audit, Upload
from firstdoor.decide import ballot_documents, documents
from firstdoor.decide.models import Ballot, Option
from firstdoor.decide.services import ballots
from tests.decide.test_ballots import BY, opened, prepared
from tests.listen.report.conftest import picture
from tests.world import World


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return World()


def signed_in(world):
    client = Client()
    client.force_login(world.people["municipal_focal_point"])
    return client


def option(world, ballot, project="p1"):
    return Option.objects.of(world.ours).get(ballot=ballot, project_id=project)


def send(world, ballot, **more):
    one = option(world, ballot)
    data = {"name_sq": "Stol", "name_en": "Bench", "cost": "100", "picture": "slide", **more}
    return signed_in(world).post(f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/{one.pk}/", data)


def test_a_photo_stands_instead_of_the_drawing_cleaned_and_small(world):
    ballot = prepared(world)
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    assert send(world, ballot, photo=picture(size=(3000, 2000), exif=exif)).status_code == 302
    one = option(world, ballot)
    upload = Upload.objects.get(pk=one.upload_id)
    assert (upload.width, upload.height) == (800, 533)
    assert b"A camera" not in photos.path_of(upload).read_bytes()
    assert upload.looked_by == world.people["municipal_focal_point"].pk
    assert Audit.objects.filter(verb="decide.photo_kept").count() == 1
    address = f"/en/{world.ours.slug}/ballots/{ballot.slug}/pictures/{one.pk}.jpg"
    booth = f"/en/{world.ours.slug}/ballots/{ballot.slug}/try/"
    assert f'<img class="pic" src="{address}?' in signed_in(world).get(booth).content.decode()
    assert signed_in(world).get(address)["Content-Type"] == "image/jpeg"
    assert Client().get(address).status_code == 404, "nobody else sees what is being prepared"
    ballots.make_cards(by=BY, municipality=world.ours, ballot=ballot, n=1)
    ballots.open_ballot(by=BY, municipality=world.ours, ballot=ballot)
    assert Client().get(address).status_code == 200
    assert Client().get(address.replace("/roskovec/", f"/{world.theirs.slug}/")).status_code == 404


def test_a_photo_is_kept_replaced_and_taken_away(world):
    ballot = prepared(world)
    assert send(world, ballot, photo=picture()).status_code == 302
    first = option(world, ballot).upload_id
    assert send(world, ballot).status_code == 302
    assert option(world, ballot).upload_id == first, "what is not touched stays"
    assert send(world, ballot, photo=picture(size=(90, 90))).status_code == 302
    second = option(world, ballot).upload_id
    assert second != first
    assert Upload.objects.get(pk=first).removed_at is not None
    assert send(world, ballot, no_photo="on").status_code == 302
    assert option(world, ballot).upload_id is None
    assert not photos.path_of(Upload.objects.get(pk=second)).exists()
    send(world, ballot, photo=picture())
    third = option(world, ballot).upload_id
    ballots.take_option_out(by=BY, municipality=world.ours, option=option(world, ballot))
    assert Upload.objects.get(pk=third).removed_at is not None


@pytest.mark.parametrize("file", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"no picture"])
def test_what_is_no_photo_is_said_beside_its_field_and_nothing_typed_is_lost(world, file):
    ballot = prepared(world)
    wrong = io.BytesIO(file)
    wrong.name = "picture.svg"
    refused = send(world, ballot, photo=wrong)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "This file is not a photo we can read." in page.split('id="id_photo_error"')[1]
    assert 'value="Bench"' in page
    with pytest.raises(ValidationError) as why:
        ballots.put_option(
            by=BY, municipality=world.ours, ballot=ballot, name={"sq": "x"}, cost=1, photo=(io.BytesIO(file), len(file))
        )
    assert "photo" in why.value.message_dict


def test_a_photo_stands_on_a_paper_ballot(world, monkeypatch):
    ballot = prepared(world)
    send(world, ballot, photo=picture())
    given = []
    monkeypatch.setattr(ballot_documents.typeset, "pdf", lambda _template, data: given.append(data) or b"%PDF")
    ballot_documents.sheets_pdf(world.ours, ballot, ["123456"], "https://example.org/")
    assert "data:image/jpeg;base64," in given[0]["options"][0]["picture"]
    monkeypatch.undo()
    assert ballot_documents.sheets_pdf(world.ours, ballot, ["123456"], "https://example.org/").startswith(b"%PDF")


def test_without_any_picture_things_are_rows_to_tick(world):
    ballot = prepared(world)
    booth = f"/en/{world.ours.slug}/ballots/{ballot.slug}/try/"
    Option.objects.of(world.ours).filter(ballot=ballot).update(picture="")
    assert '<ul class="tiles rows">' in signed_in(world).get(booth).content.decode()
    Option.objects.of(world.ours).filter(ballot=ballot, project_id="p1").update(picture="slide")
    assert '<ul class="tiles">' in signed_in(world).get(booth).content.decode()


@pytest.mark.parametrize(("sent", "language"), [({}, "sq"), ({"language": "en"}, "en")])
def test_cards_are_printed_in_the_voters_language_whichever_the_desk_is_read_in(world, monkeypatch, sent, language):
    ballot = prepared(world)
    address = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/cards/"
    assert '<option value="sq" selected>' in signed_in(world).get(address).content.decode()
    given = []
    monkeypatch.setattr(documents.typeset, "pdf", lambda _template, data: given.append(data) or b"%PDF")
    assert signed_in(world).post(address, {"n": "1", **sent}).status_code == 200
    assert given[0]["language"] == language
    assert given[0]["address"].endswith(f"/{language}/{world.ours.slug}/ballots/")  # of all votes: it is typed
    assert signed_in(world).post(address, {"n": "1", "language": "xx"}).status_code == 422


def test_what_is_added_is_said_to_be_saved(world):
    ballot = prepared(world)
    at = reverse("desk_option_new", args=[world.ours.slug, ballot.slug]).replace("/sq/", "/en/")
    sent = {"name_sq": "Stol", "name_en": "Bench", "cost": "100", "picture": "slide"}
    page = signed_in(world).post(at, sent, follow=True).content.decode()
    assert "It stands on the ballot." in page
    client = signed_in(world)
    changed = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/options/{option(world, ballot).pk}/"
    assert "The change is saved." in client.post(changed, sent, follow=True).content.decode()


def test_the_desk_says_who_counts_and_that_cards_are_still_made(world):
    ballot, _cards = opened(world)
    at = f"/en/desk/{world.ours.slug}/ballots/{ballot.slug}/"
    page = signed_in(world).get(at).content.decode()
    assert "Then the municipal focal point counts it here with one button." in page
    assert "Until then further code cards can be made." in page


@pytest.mark.parametrize("spread", [{}, {"points": 10, "most_each": 5}])
def test_among_pictures_a_thing_without_one_bears_its_name_there_once(world, spread):
    ballot = prepared(world)
    Ballot.objects.of(world.ours).filter(pk=ballot.pk).update(marking="points" if spread else "approval", **spread)
    Option.objects.of(world.ours).filter(ballot=ballot, project_id="p1").update(picture="slide")
    page = signed_in(world).get(f"/sq/{world.ours.slug}/ballots/{ballot.slug}/try/").content.decode()
    assert page.count('class="picbox bare"') == 4
    assert re.search(r'class="picbox bare"><(span|label) class="tn short"[^>]*>Rërë<', page)
    assert len(re.findall(r">Rërë<", page)) == 1
    assert not re.search(r'class="picbox[^>]*></span>', page), "an empty tile says nothing"
