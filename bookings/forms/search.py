"""What somebody looks for."""

import json

from django import forms
from django.core.exceptions import ValidationError

from bookings.forms.fields import date_field, words_field
from bookings.selectors import Terms

SUGGEST_FROM = 3  # letters; fewer fit too many people to help


class SearchForm(forms.Form):
    """``kept_as``: the kind of typed text under which the terms of a search lie sealed."""

    kept_as = "search"

    surname = words_field(
        "Surname",
        80,
        required=False,
        help_text="Its beginning, half of it, or as it sounds. “Smith, Jo” too.",
    )
    surname.widget.attrs |= {"autofocus": True, "data-search": True}
    given_name = words_field(
        "Given name", 80, required=False, help_text="Or a nickname"
    )
    booking_number = words_field(
        "Booking number", 20, required=False, help_text="Exactly as it is"
    )
    birth_date = date_field("Birth date", required=False)

    def clean(self):
        cleaned = super().clean()
        _part_names(cleaned)
        name = cleaned.get("surname", "") + cleaned.get("given_name", "")
        if not any(cleaned.get(field) for field in self.fields) and not self.errors:
            raise ValidationError(
                "Give a name, a booking number or a birth date.", code="empty"
            )
        if 0 < len(name) < 2 and not (
            cleaned.get("booking_number") or cleaned.get("birth_date")
        ):
            raise ValidationError(
                "Give at least two letters of a name.", code="too_short"
            )
        return cleaned

    def is_enough_to_suggest(self) -> bool:
        name = self.cleaned_data["surname"] + self.cleaned_data["given_name"]
        return len(name) >= SUGGEST_FROM

    def terms_as_text(self) -> str:
        """The terms for safe keeping; ``from_text`` reads them back."""
        return json.dumps(
            {name: self.data.get(name, "").strip() for name in self.fields}
        )

    @classmethod
    def from_text(cls, text: str) -> "SearchForm":
        return cls(json.loads(text))

    def terms(self) -> Terms:
        return Terms(
            **{name: value for name, value in self.cleaned_data.items() if value}
        )


def _part_names(cleaned: dict) -> None:
    """Take "Surname, Given" as people write it, where no given name is given."""
    surname, comma, given_name = cleaned.get("surname", "").partition(",")
    if comma and not cleaned.get("given_name"):
        cleaned["surname"] = surname.strip()
        cleaned["given_name"] = given_name.strip()
