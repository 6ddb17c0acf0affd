"""What templates of every room stand on: texts, numbers, languages, styles, forms, pages that say what went wrong."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from firstdoor.core import desk, texts, vite
from firstdoor.core.actor import Actor, Held
from firstdoor.core.forms import TextsForm, Words, asked_for_later
from firstdoor.core.ids import uuid7

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "firstdoor"
STYLES = ROOT / "frontend" / "src"
SPACE = "\N{NO-BREAK SPACE}"


def render(source: str, path: str = "/sq/roskovec/", **context: Any) -> str:
    template = engines["django"].from_string(source)
    return template.render(context, RequestFactory().get(path))


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("sq", "1200000", f"1{SPACE}200{SPACE}000{SPACE}lekë"),
        ("en", "1200000", f"1,200,000{SPACE}lek"),
        ("sq", "0.5", f"0,5{SPACE}lekë"),
        ("sq", "999", f"999{SPACE}lekë"),
    ],
)
def test_money_is_written_as_the_place_writes_it(language: str, value: str, expected: str) -> None:
    from decimal import Decimal

    with translation.override(language):
        assert render("{{ sum|money }}", sum=Decimal(value)) == expected


def test_a_date_stands_inside_a_sentence() -> None:
    from datetime import datetime

    moment = datetime(2026, 11, 23, 18, 42)  # noqa: DTZ001 only shown
    with translation.override("sq"):
        assert render('{{ at|date:"DATETIME_FORMAT" }}', at=moment) == "23 nëntor 2026, ora 18.42"
        assert render('{{ at|date:"l" }}', at=moment) == "e hënë"
    with translation.override("en"):
        assert render('{{ at|date:"DATETIME_FORMAT" }}', at=moment) == "23 November 2026, 18:42"


def test_a_text_in_another_language_says_which() -> None:
    both, one = texts.make("sq", "Dritë <3", en="Light"), texts.make("sq", "Dritë <3")
    with translation.override("en"):
        assert render("{% texts value %}", value=both) == "Light"
        assert render("{% texts value %}", value=one) == '<span lang="sq">Dritë &lt;3</span>'
        assert render("{% texts value %}", value={}) == ""


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/sq/roskovec/reports/?theme=light", "/en/roskovec/reports/?theme=light"),
        ("/r/K7M2-9XQ4", "/r/K7M2-9XQ4?lang=en"),
        ("/r/K7M2-9XQ4?lang=sq&print=1", "/r/K7M2-9XQ4?print=1&lang=en"),
    ],
)
def test_another_language_keeps_the_page(path: str, other: str) -> None:
    with translation.override("sq"):
        shown = render(
            "{% language_links as links %}{% for link in links %}{{ link.code }} {{ link.url }}\n{% endfor %}", path
        )
    assert f"en {other.replace('&', '&amp;')}" in shown.splitlines()


# --- Styles -----------------------------------------------------------------------------------------------------------


def test_the_first_page_of_a_visit_carries_its_style_under_the_policys_nonce(client: Client) -> None:
    page = client.get("/nowhere.html")
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"])
    assert nonce
    assert f'<style nonce="{nonce[1]}">' in page.content.decode()


def test_the_next_page_links_it(client: Client) -> None:
    page = client.get("/nowhere.html", headers={"host": "testserver", "referer": "http://testserver/sq/"})
    assert f'<link rel="stylesheet" href="{vite.url("main.css")}">' in page.content.decode()
    assert "<style" not in page.content.decode()


def test_from_elsewhere_is_a_first_page() -> None:
    client = Client()
    page = client.get("/nowhere.html", headers={"host": "testserver", "referer": "http://elsewhere.example/testserver"})
    assert "<style nonce" in page.content.decode()


def test_what_a_first_page_loads_beside_its_words_is_small() -> None:
    """60 KB for a page with fonts: the rest is left to the page itself."""
    files = [vite.DIST / vite.url(name).removeprefix(vite.URL) for name in ("main.css", "main.ts")]
    fonts = list(vite.DIST.glob("assets/*.woff2"))
    assert len(fonts) == 2
    size = sum(len(gzip.compress(file.read_bytes())) for file in files) + sum(font.stat().st_size for font in fonts)
    assert size < 38_000, size


def test_no_page_has_what_the_policy_refuses() -> None:
    refused = re.compile(r"\sstyle=|<script|\son(click|change|submit|load|input|key\w+)=|javascript:", re.IGNORECASE)
    pages = [path for path in PACKAGE.rglob("*.html") if "templates" in path.parts]
    assert pages
    assert not {str(path.relative_to(PACKAGE)) for path in pages if refused.search(path.read_text("utf-8"))}


def test_each_component_is_documented() -> None:
    page = (ROOT / "docs/reference/components.md").read_text("utf-8")
    files = (PACKAGE / "core/templates/core/components").glob("[!_]*.html")
    drawn_by_tags = {"bars", "budget"}
    assert (
        not {file.stem for file in files if f"`{file.stem}`" not in page and f"/{file.name}" not in page}
        - drawn_by_tags
    )


def test_styles_stay_short() -> None:
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in STYLES.rglob("*.css")}
    assert not {name: lines for name, lines in lengths.items() if lines > 400}


def _tokens() -> list[dict[str, str]]:
    css = (STYLES / "styles/tokens.css").read_text("utf-8")
    blocks = re.findall(r"\{([^{}]*--paper:[^{}]*)\}", css)
    assert len(blocks) == 3, "light, dark by the device, dark by class"
    return [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)) for block in blocks]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 7), ("soft", "paper", 4.5), ("soft", "sunk", 4.5), ("edge", "paper", 3), ("edge", "sunk", 3),
        ("green", "paper", 4.5), ("green", "surface", 4.5), ("green", "sunk", 4.5), ("on-green", "green", 4.5),
        ("on-door", "door", 4.5), ("on-door-soft", "door", 4.5), ("on-door-btn", "door-btn", 4.5),
        ("ochre", "paper", 4.5), ("on-ochre", "ochre-fill", 4.5), ("ink", "ochre-tint", 7),
        ("red", "paper", 4.5), ("red", "sunk", 4.5), ("on-red", "red", 4.5), ("ink", "green-tint", 7),
    ],
)  # fmt: skip
def test_colours_can_be_told_apart(text: str, ground: str, least: float) -> None:
    for tokens in _tokens():
        light, dark = sorted((_luminance(tokens[text]), _luminance(tokens[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= least, tokens


def test_dark_is_the_same_by_device_and_by_class() -> None:
    _light, device, by_class = _tokens()
    assert device == by_class


# --- Forms ------------------------------------------------------------------------------------------------------------


class Sample(forms.Form):
    words = forms.CharField(label="Words", help_text="One sentence is enough.", widget=forms.Textarea)
    answer = forms.ChoiceField(label="Answer", choices=[("sms", "SMS"), ("visit", "Visit")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)
    agree = forms.BooleanField(label="Agreed")


def test_words_stand_beside_each_field_and_the_summary_leads_there() -> None:
    shown = render('{% include "core/components/form.html" with label="Send" %}', form=Sample({"note": "<b>"}))
    ids = set(re.findall(r'\sid="([^"]+)"', shown))
    links = re.findall(r'href="#([^"]+)"', shown)
    assert len(links) == 3
    assert set(links) <= ids
    described = {name for names in re.findall(r'aria-describedby="([^"]+)"', shown) for name in names.split()}
    assert {"id_words_error", "id_words_helptext", "id_answer_error"} <= described <= ids
    assert shown.index("One sentence is enough.") < shown.index('id="id_words_error"') < shown.index("<textarea")
    assert 'value="&lt;b&gt;"' in shown
    assert "novalidate" in shown


def test_what_may_be_left_out_says_so() -> None:
    shown = render("{{ form.note.as_field_group }}{{ form.words.as_field_group }}", form=Sample())
    assert shown.count("(optional)") == 1


def test_what_another_choice_needs_is_not_called_optional() -> None:
    form = Sample()
    asked_for_later(form, "note")
    assert "(optional)" not in render("{{ form.note.as_field_group }}", form=form)


def test_a_text_says_in_which_language_it_is_wanted() -> None:
    class Named(TextsForm):
        texts = {"name": Words("What is it called?"), "why": Words("Why?")}

    with translation.override("sq"):
        labels = [str(field.label) for field in Named(languages=["sq", "en"]).fields.values()]
        alone = [str(field.label) for field in Named(languages=["sq"]).fields.values()]
    assert labels == ["What is it called? (shqip)", "What is it called? (anglisht)", "Why?", "Why? (anglisht)"]
    assert alone == ["What is it called?", "Why?"]


def test_no_browser_cuts_a_text_that_is_too_long_and_the_field_says_how_much_fits() -> None:
    class Named(TextsForm):
        texts = {"name": Words("What is it called?", most=5), "why": Words("Why?", rows=2, most=5)}

    assert "maxlength" not in Named(languages=["en"]).as_p()
    long = Named({"name_en": "Parku i ri", "why_en": "Natën"}, languages=["en"])
    assert long.errors == {"name_en": ["10 characters are too many: at most 5 fit."]}


def test_what_is_decided_can_be_asked_before_why() -> None:
    class Decided(TextsForm):
        field_order = ("taken",)
        texts = {"why": Words("Why?")}
        taken = forms.BooleanField()

    assert list(Decided(languages=["en"]).fields) == ["taken", "why_en"]


def test_a_form_in_order_has_no_summary() -> None:
    shown = render('{% include "core/components/error_summary.html" %}', form=Sample())
    assert not shown.strip()


def test_the_summary_names_the_field_where_the_words_would_fit_any() -> None:
    class Decision(forms.Form):
        number = forms.CharField(label="Number")
        day = forms.DateField(label="Date")
        why = forms.CharField(label="Why", error_messages={"required": "Write why."})

    with translation.override("en"):
        shown = render('{% include "core/components/error_summary.html" %}', form=Decision({"day": "soon"}))
    told = re.findall(r'href="#id_(\w+)">([^<]*)<', shown)
    assert told == [
        ("number", "Number: This is needed."), ("day", "Date: Enter a valid date."), ("why", "Write why."),
    ]  # fmt: skip


# --- Charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "total", "over"), [((160, 180), 800, False), ((500, 500), 800, True), ((), 800, False)]
)
def test_a_budget_is_drawn_whole(parts: tuple[int, ...], total: int, over: bool) -> None:
    with translation.override("sq"):  # its decimal comma must not reach an attribute
        shown = render("{% budget_bar parts total label %}", parts=parts, total=total, label="words")
    widths = [float(width) for width in re.findall(r'<svg x="[\d.]+%" width="([\d.]+)%"', shown)]
    assert sum(widths) == pytest.approx(100, abs=0.05)
    assert ('class="over"' in shown) is over
    assert 'aria-label="words"' in shown


@pytest.mark.parametrize(
    ("parts", "total", "within", "beyond"),
    [((500, 500), 800, [50, 30], [20]), ((800, 150, 50), 800, [80], [15, 5]), ((200, 600), 800, [25, 75], [])],
)
def test_only_what_is_too_much_is_drawn_as_that(
    parts: tuple[int, ...], total: int, within: list[int], beyond: list[int]
) -> None:
    shown = render("{% budget_bar parts total label %}", parts=parts, total=total, label="words")
    drawn = re.findall(r'<svg x="[\d.]+%" width="([\d.]+)%"><rect class="(\w+)"', shown)
    assert [float(width) for width, kind in drawn if kind == "spent"] == within
    assert [float(width) for width, kind in drawn if kind == "over"] == beyond
    assert ('<svg class="end" x="80%">' in shown) is bool(beyond)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Çezmë", "short"),
        ("Drinking fountain", "short"),
        ("Bateri për ndriçim", "short"),
        ("Ndriçim te kalimi i këmbësorëve", "middle"),
        ("Lojëra për të vegjlit dhe stola me hije anës lumit", "middle"),
        ("Ndriçim i ri te kalimi i këmbësorëve pranë shkollës", "long"),
        ("Rrugëkryqzimet", "long"),
    ],
)
def test_a_name_in_the_place_of_a_picture_is_set_by_its_length(name: str, size: str) -> None:
    assert render("{{ name|set_large }}", name=name) == size


def test_bars_of_nothing_are_drawn() -> None:
    shown = render("{% bars items %}", items=[{"label": "Jan", "value": 0}, {"label": "Feb", "value": 0}])
    assert shown.count('height="0"') == 2
    assert render("{% spark values %}", values=[]) == ""


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("sq", "Këtu nuk ka asgjë"), ("en", "There is nothing here")])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: Client, language: str, words: str) -> None:
    page = client.get(f"/{language}/no-such-place/", headers={"accept-language": language})
    assert page.status_code == 404
    assert words in page.content.decode()
    assert f'<html lang="{language}">' in page.content.decode()


def test_an_unknown_host_gets_a_page_too(client: Client) -> None:
    page = client.get("/healthz/x", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    assert "<h1>" in page.content.decode()


def test_components_are_shown_in_the_demo_only(client: Client, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    assert client.get("/_components").status_code != 200  # taken for the door of a municipality of that name
    settings.DEMO = True
    page = client.get("/_components")
    assert page.status_code == 200
    assert page["Content-Language"] == "en"


def test_the_desk_shows_only_what_one_may_open() -> None:
    from firstdoor.core import rights

    class Place:
        pk = uuid7()
        slug = "roskovec"

    rights.register({"sample.open": rights.has_role("mayor")})
    try:
        desk.register(
            desk.Entry(key="sample", label="Sample", route="no_such_route", permission="sample.open", order=1)
        )
        keys = {link.key for link in desk.links(Actor(person=uuid7(), held=(Held("coach", Place.pk),)), Place())}
        assert "sample" not in keys
    finally:
        desk._entries.pop("sample")
        import rules

        rules.remove_perm("sample.open")


@pytest.mark.django_db
def test_a_forged_form_is_refused_in_the_look_of_the_house() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/en/roskovec/report/", {"words": "x"}, headers={"origin": "null"})
    assert page.status_code == 403
    assert "DEBUG" not in page.content.decode()
