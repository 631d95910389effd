"""How somebody looks, as an officer types it: NCIC's figures and codes, marks in words."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from access.viewer import Viewer
from bookings import enums, rules, selectors
from bookings.forms.fields import words_field
from bookings.forms.free_text import free_text_field
from bookings.photographs import LARGEST_FILE, NoPhoto
from bookings.scans import kept_photo
from bookings.services import Looks, add_mark, describe_person, take_photo


def coded(label: str, codes: dict[str, str]) -> forms.ChoiceField:
    """A list that begins with the code, so that to type BRO or bro chooses it."""
    choices = [(code, f"{code} {word}") for code, word in codes.items()]
    return _Coded(label=label, choices=[("", "Not stated"), *choices], required=False)


class _Coded(forms.ChoiceField):
    """As other forms spell a code, it is taken as NCIC's table has it."""

    def to_python(self, value):
        return rules.stored_code(super().to_python(value))


class LooksForm(forms.Form):
    """The description by NCIC's tables."""

    title = "Description"
    done = "The description is written down."

    sex = coded("Sex", enums.SEXES)
    height = words_field(
        "Height", 7, required=False, help_text="509 is 5 ft 9 in; from 400 to 711"
    )
    weight = words_field(
        "Weight, in pounds", 3, required=False, help_text="From 050 to 499"
    )
    eye_colour = coded("Eyes", enums.EYE_COLOURS)
    hair_colour = coded("Hair", enums.HAIR_COLOURS)
    skin_tone = coded("Skin tone", enums.SKIN_TONES)
    build = forms.ChoiceField(
        label="Build",
        choices=[("", "Not stated"), *enums.BUILDS.items()],
        required=False,
    )
    race = coded("Race", enums.RACES)
    ethnicity = coded("Ethnicity", enums.ETHNICITIES)
    height.widget.attrs["inputmode"] = weight.widget.attrs["inputmode"] = "numeric"

    def clean_height(self) -> int | None:
        typed = self.cleaned_data["height"]
        try:
            return rules.height_in_inches(typed) if typed else None
        except rules.RuleViolation as wrong:
            raise ValidationError(str(wrong)) from None

    def clean_weight(self) -> int | None:
        typed = self.cleaned_data["weight"]
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal()):
            raise ValidationError("Type pounds in figures, like 180.")
        try:
            rules.check_weight(int(typed))
        except rules.RuleViolation as wrong:
            raise ValidationError(str(wrong)) from None
        return int(typed)

    @staticmethod
    def initial_from(shown) -> dict:
        described = (shown.get(DESCRIPTION) or [{}])[0]
        inches, pounds = described.get("height_inches"), described.get("weight_pounds")
        return {
            **{name: described.get(name, "") for name in _CODED},
            "sex": shown.get("person.sex") or "",
            "height": rules.height_as_typed(inches) if inches else "",
            "weight": f"{pounds:03d}" if pounds else "",
        }

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        answers = {**self.cleaned_data}
        looks = Looks(
            height_inches=answers.pop("height"),
            weight_pounds=answers.pop("weight"),
            **{name: answers[name] for name in _CODED},
        )
        describe_person(booking_id, looks, sex=answers["sex"], by=by)


DESCRIPTION = (
    "descriptions.height_inches+weight_pounds+eye_colour+hair_colour+race"
    "+ethnicity+skin_tone+build"
)
_CODED = ("eye_colour", "hair_colour", "skin_tone", "build", "race", "ethnicity")


def mark_meant(typed: str) -> str:
    """The code of what was typed, if it means one alone. Raises ValidationError."""
    found = selectors.mark_codes(typed)
    exact = " ".join(typed.upper().split())
    if found and (len(found) == 1 or found[0][0] == exact):
        return found[0][0]
    if not found:
        raise ValidationError(
            "No mark of the table is meant by these words. Try fewer: the kind and"
            " the place, like “scar chin”."
        )
    offered = "; ".join(f"{code} ({meaning})" for code, meaning in found)
    raise ValidationError(f"Several marks may be meant. Type one of: {offered}.")


class MarkForm(forms.Form):
    """One scar, mark or tattoo: by its code, or by what is seen."""

    title = "Marks"
    done = "The mark is written down."

    mark = words_field(
        "Scar, mark or tattoo",
        60,
        help_text="What you see: “tattoo left forearm”. Or the code: TAT LF ARM",
    )
    mark_description = free_text_field(
        "What it shows", rows=1, max_length=120, required=False
    )

    def clean_mark(self) -> str:
        return mark_meant(self.cleaned_data["mark"])

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        made = add_mark(
            booking_id,
            self.cleaned_data["mark"],
            self.cleaned_data["mark_description"],
            by=by,
        )
        if rules.is_of_health(made.code):
            self.done = (
                "The mark is written down for health staff. It tells of health, so that"
                " nobody else is shown it."
            )


class PhotoForm(forms.Form):
    """A photo, from a file or from the camera of this workstation."""

    title = "Photo"
    done = "The photo is kept."

    photo = forms.FileField(
        label="Photo",
        max_length=200,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "data-camera": True}
        ),
        help_text="A JPEG, PNG or WebP of at most 12 MB",
        error_messages={
            "empty": "The file is empty. Take the photo again.",
            "required": "Choose a photo, or take one.",
        },
    )

    def clean_photo(self):
        sent = self.cleaned_data["photo"]
        if sent.size > LARGEST_FILE:
            raise ValidationError(
                "The file is larger than 12 MB. Choose a smaller one."
            )
        try:
            return kept_photo(sent.read())
        except NoPhoto as no:
            raise ValidationError(str(no)) from no

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        take_photo(booking_id, self.cleaned_data["photo"], by=by)
