"""The questions of a report, one form each. Nothing but white space and case is asked to be right: the rest is forgiven."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstdoor.core import photos, texts
from firstdoor.core.folding import fold
from firstdoor.core.forms import asked_for_later
from firstdoor.listen.models import Theme
from firstdoor.listen.models.theme import Level
from firstdoor.listen.models.voice import WORDS_MOST
from firstdoor.listen.selectors.questions import question_bank
from firstdoor.listen.selectors.themes import theme_by_code, top_themes
from firstdoor.places import selectors as places

KEPT_CONTROLS = "\n\t"


def plain_words(text: str, *, lines: bool = True) -> str:
    """The words without control characters and hidden signs of direction, in one form of Unicode."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (sign for sign in text if sign in KEPT_CONTROLS or not _hidden(sign))
    clean = "".join(kept).strip()
    if all(unicodedata.category(sign)[0] in "CZ" for sign in clean):
        return ""  # nothing of it would be seen
    return clean if lines else " ".join(clean.split())


def _hidden(sign: str) -> bool:
    # Joiners hold emoji and some scripts together; of the other format signs, those that turn text around may deceive.
    return unicodedata.category(sign) in {"Cc", "Cs"} or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"


class WordsField(forms.CharField):
    """Words as people write them."""

    def __init__(self, *, lines: bool = True, **options: Any) -> None:
        self.lines = lines
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Clean before the length is measured."""
        return super().to_python(plain_words(value, lines=self.lines) if isinstance(value, str) else value)


class QuestionForm(forms.Form):
    """A form whose browser says nothing: errors come from us, in the page's words. `website` is there for robots."""

    use_required_attribute = False
    website = forms.CharField(required=False, max_length=10_000, label=_("Leave this empty"))

    @property
    def is_robots(self) -> bool:
        """Whether something was put where no person sees a field."""
        return bool(self.data.get("website"))


class WordsForm(QuestionForm):
    """What is going on?"""

    form = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    words = WordsField(
        label=_("What is going on?"),
        help_text=_("Write as you speak. One sentence is enough."),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": False}),
        error_messages={
            "required": _("Write what is going on. One sentence is enough."),
            "max_length": _("This is longer than 4,000 characters. Please shorten it."),
        },
    )


class PlaceForm(QuestionForm):
    """Where is it? A street or landmark; a position that a script filled in; or no exact place."""

    place = WordsField(
        label=_("Where is it?"),
        help_text=_("A street, a school, a shop or something that anybody can find."),
        required=False,
        lines=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": False, "list": "known-places"}),
        error_messages={"max_length": _("This is longer than 200 characters. Please shorten it.")},
    )
    no_place = forms.BooleanField(label=_("There is no exact place"), required=False)
    lat = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    lon = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args: Any, municipality: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.municipality = municipality
        self.elsewhere = SafeString("")

    def clean(self) -> dict[str, Any]:
        """Refuses a position or a name elsewhere, and says whose it is; finds the unit of what is ours."""
        values = super().clean() or {}
        values["unit"] = ""
        if self.errors:
            return values
        place = values.get("place", "")
        point = None if values.get("no_place") else self._point(values)
        values["lat"], values["lon"] = point or (None, None)
        if point:
            whose = self._whose(point)
            values["unit"] = str(whose.unit.pk)
        elif place:
            values["unit"] = self._unit_named_in(place)
        elif not values.get("no_place"):
            raise ValidationError({"place": _("Write a street or a place, or say that there is no exact place.")})
        return values

    def _point(self, values: dict[str, Any]) -> tuple[float, float] | None:
        if not values.get("lat") or not values.get("lon"):
            return None
        try:
            return float(values["lat"]), float(values["lon"])
        except ValueError:
            raise ValidationError({"place": _("We could not read the position. Write the street instead.")}) from None

    def _whose(self, point: tuple[float, float]) -> Any:
        try:
            whose = places.whose_is(*point, self.municipality)
        except ValueError:
            raise ValidationError({"place": _("We could not read the position. Write the street instead.")}) from None
        if not whose.ours:
            self._forget_position()
            raise ValidationError({"place": self._elsewhere(whose.municipality)})
        return whose

    def _forget_position(self) -> None:
        """Without it the street that was typed can be sent."""
        self.data = self.data.copy()
        self.data["lat"] = self.data["lon"] = ""

    def _unit_named_in(self, place: str) -> str:
        """The unit whose name stands in the words; refused when they end on another municipality's name."""
        folded = f" {fold(place).replace(',', ' ').replace('.', ' ')} "
        found = [unit for unit in places.units(self.municipality) if f" {unit.folded_name} " in folded]
        if found:
            return str(found[0].pk) if len(found) == 1 else ""
        last = fold(place.rsplit(",", 1)[-1])
        if last != fold(self.municipality.short_name):
            other = next((one for one in places.municipalities_named(last) if one.pk != self.municipality.pk), None)
            if other is not None:
                raise ValidationError({"place": self._elsewhere(other)})
        return ""

    def _elsewhere(self, other: Any) -> str:
        """Whose the place is; `elsewhere` says the same with a link to that municipality's form."""
        here = self.municipality.short_name
        if other is None:
            return gettext("This place is outside {here}. Write another place.").format(here=here)
        said = gettext("This place is in {there}, not in {here}.").format(there=other.short_name, here=here)
        if other.active:
            way, link = gettext("Write another place, or"), gettext("send it to {there}").format(there=other)
            self.elsewhere = format_html(
                '{} {} <a href="{}">{}</a>.', said, way, reverse("report", args=[other.slug]), link
            )
        elif other.phone:
            said = " ".join((said, gettext("Call {there}: {phone}").format(there=other, phone=other.phone)))
        return said


class PhotoForm(QuestionForm):
    """Do you have a photo? Cleaned here: what comes out is a new picture without position, camera and time."""

    photo = forms.FileField(
        label=_("Do you have a photo?"),
        help_text=_("Without faces and number plates. We take the position and the time out of it."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> photos.Clean | None:
        """The picture made anew, or nothing. Raises ValidationError in the words of `core.photos`."""
        file = self.cleaned_data.get("photo")
        return photos.clean(file, file.size) if file and file.size else None


class AnswerForm(QuestionForm):
    """Do you want an answer?"""

    answer = forms.ChoiceField(
        label=_("Do you want an answer?"),
        help_text=_("You get a code in any case. With it you see the answer on our page."),
        choices=[
            ("page", _("The code is enough, I shall look myself")),
            ("email", _("By e-mail")),
            ("phone", _("By telephone, from the focal point")),
            ("visit", _("Somebody comes by: the focal point")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you want to hear."), "invalid_choice": _("Choose one of the four.")},
    )
    contact = WordsField(
        label=_("E-mail, telephone or where we find you"),
        help_text=_("Only when you want an answer by e-mail, by telephone or by a visit."),
        required=False,
        lines=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": False}),
        error_messages={"max_length": _("This is longer than 200 characters. Please shorten it.")},
    )

    def __init__(self, *args: Any, municipality: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked_for_later(self, "contact")
        self.country = municipality.country or "AL"

    def clean(self) -> dict[str, Any]:
        """What can be reached is kept as it is dialled or written; spaces, dashes and brackets are forgiven."""
        values = super().clean() or {}
        kind, contact = values.get("answer"), values.get("contact", "")
        if kind == "page":
            values["contact"] = ""
        elif kind == "email":
            values["contact"] = self._email(contact)
        elif kind == "phone":
            values["contact"] = self._phone(contact)
        elif kind == "visit" and not contact:
            raise ValidationError({"contact": _("Write where we find you: the street, or a place near it.")})
        return values

    def _email(self, contact: str) -> str:
        address = contact.replace(" ", "")
        try:
            EmailValidator()(address)
        except ValidationError:
            raise ValidationError({"contact": _("Write the e-mail address, like name@example.com.")}) from None
        return address

    def _phone(self, contact: str) -> str:
        import phonenumbers

        wrong = ValidationError({"contact": _("Write the telephone number, like 069 123 4567.")})
        try:
            number = phonenumbers.parse(contact, self.country)
        except phonenumbers.NumberParseException:
            raise wrong from None
        if not phonenumbers.is_valid_number(number):
            raise wrong
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def as_dialled(number: str) -> str:
    """A kept telephone number with the spaces that people write."""
    import phonenumbers

    parsed = phonenumbers.parse(number)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class ThemeSelect(forms.Select):
    """Marks the themes that are not for everybody, so that the page can say so while one is chosen."""

    levels: ClassVar[dict[str, str]] = {}

    def create_option(self, name: str, value: Any, *more: Any, **options: Any) -> dict[str, Any]:
        """With `data-level` where the theme is not public."""
        option = super().create_option(name, value, *more, **options)
        if self.levels.get(value, Level.PUBLIC) != Level.PUBLIC:
            option["attrs"]["data-level"] = self.levels[value]
        return option


class ThemeChoice(forms.ChoiceField):
    """A theme at the top, or none. All of them are read only where they are shown, not where one is sent."""

    def __init__(self, *, municipality: Any, **options: Any) -> None:
        self.municipality = municipality
        self.theme: Theme | None = None
        super().__init__(choices=self._shown, widget=ThemeSelect, **options)

    def _shown(self) -> list[tuple[str, Any]]:
        themes = top_themes(self.municipality)
        self.widget.levels = {theme.code: theme.level for theme in themes}
        return [("", _("I don't know")), *((theme.code, texts.plain(theme.name)) for theme in themes)]

    def valid_value(self, value: str) -> bool:
        """Finds the theme; one that is hidden, or lies below another, is none."""
        theme = theme_by_code(self.municipality, value)
        self.theme = theme if theme and theme.parent_id is None and not theme.hidden else None
        return self.theme is not None


class CheckForm(QuestionForm):
    """The two optional fields before a report is sent."""

    level = forms.ChoiceField(
        label=_("Who may read it?"),
        required=False,
        choices=[
            (Level.PUBLIC, _("Everybody, after one of us has read it")),
            (Level.STAFF, _("Only the safety team of the municipality")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two.")},
    )

    def __init__(self, *args: Any, municipality: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"] = ThemeChoice(
            municipality=municipality, label=_("What is it about?"), required=False,
            error_messages={"invalid_choice": _("Choose one of the themes, or “I don't know”.")},
        )  # fmt: skip

    @property
    def theme(self) -> Theme | None:
        """The theme that was chosen, once the form is valid."""
        return self.fields["theme"].theme

    def clean_level(self) -> str:
        """Nothing chosen is the ordinary case."""
        return self.cleaned_data["level"] or Level.PUBLIC


class QuietForm(QuestionForm):
    """The shorter path for what others must not know: the theme first."""

    theme = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("So that only those read it who may help."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what it is about, or “I don't know”."),
            "invalid_choice": _("Choose one of the themes, or “I don't know”."),
        },
    )

    def __init__(self, *args: Any, themes: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(one.code, texts.plain(one.name)) for one in themes]
        self.fields["theme"].choices = [*named, ("unknown", _("I don't know"))]


class CareForm(QuestionForm):
    """More exactly, before a confidential matter is written down: it decides who reads it."""

    leaf = forms.ChoiceField(
        label=_("Can you say more exactly what it is about?"),
        help_text=_("It decides who reads it."),
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, leaves: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(leaf.code, texts.plain(leaf.name)) for leaf in leaves]
        self.fields["leaf"].choices = [("", _("I'd rather not say")), *named]


PREFER_NOT = "8"  # in the question bank


class AboutYouForm(QuestionForm):
    """Optional questions after a report: how safe people feel, and who speaks."""

    def __init__(self, *args: Any, units: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        bank, rather_not = question_bank(), _("I'd rather not say")
        for name, code, widget in (
            ("P01", "P01", forms.RadioSelect), ("P02", "P02", forms.RadioSelect),
            ("age", "B02", forms.Select), ("gender", "B01", forms.Select),
        ):  # fmt: skip
            options = bank[code].options
            if widget is forms.Select:  # the list begins with it, and says it once
                options = [option for option in options if option.code != PREFER_NOT]
            choices = [(option.code, texts.plain(option.name)) for option in options]
            self.fields[name] = forms.ChoiceField(
                label=texts.plain(bank[code].words), required=False, widget=widget,
                choices=choices if widget is forms.RadioSelect else [("", rather_not), *choices],
                error_messages={"invalid_choice": _("Choose one of the answers.")},
            )  # fmt: skip
        self.fields["unit"] = forms.ChoiceField(
            label=texts.plain(bank["B03"].words), required=False,
            choices=[("", rather_not), *((str(unit.pk), unit.name) for unit in units)],
            error_messages={"invalid_choice": _("Choose one of the answers.")},
        )  # fmt: skip
