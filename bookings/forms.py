"""Shape of what clerks and officers type. Who may, and what state permits, is not here."""

import json
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from access.models import Facility
from audit.clock import now
from bookings.enums import (
    DISCHARGE_LABELS,
    OFFENSE_CLASS_LABELS,
    SEXES,
    DischargeReason,
)
from bookings.selectors import Terms
from bookings.services import Intake, NewCharge, NewPerson

_DATE = "%m/%d/%Y"
_DATES = [_DATE, "%Y-%m-%d", "%m-%d-%Y", "%m%d%Y"]
_MOMENTS = ["%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%m/%d/%Y %H%M"]
CHARGES = 4
SUGGEST_FROM = 3  # letters; fewer fit too many people to help
OLDEST = 120  # years; an earlier birth date is a slip of the keys


def date_field(label: str, **options) -> forms.DateField:
    options.setdefault("help_text", "Like 04/28/1986")
    return forms.DateField(
        label=label,
        input_formats=_DATES,
        widget=forms.DateInput(
            format=_DATE, attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
        **options,
    )


def moment_field(label: str, **options) -> forms.DateTimeField:
    """A moment in jail time (Pacific)."""
    options.setdefault("help_text", "Like 04/28/2026 03:10")
    return forms.DateTimeField(
        label=label,
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(format=_MOMENTS[0], attrs={"autocomplete": "off"}),
        **options,
    )


def words_field(label: str, max_length: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **options,
    )


class MoneyField(forms.DecimalField):
    """An amount as people write it: $1,500.00. A text field: a wheel turns no figure."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace(",", "").strip().removeprefix("$")
        return super().to_python(value)


class SearchForm(forms.Form):
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


class RegisterForm(forms.Form):
    surname = words_field("Surname begins with", 80, required=False)
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="Both facilities"
    )


class CustodyForm(forms.Form):
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="All facilities"
    )


class IntakeForm(forms.Form):
    """Person, booking and charges on one page."""

    surname = words_field("Surname", 80)
    given_name = words_field("Given name", 80, required=False)
    middle_name = words_field("Middle name", 80, required=False)
    suffix = words_field("Suffix", 10, required=False)
    birth_date = date_field("Birth date", required=False)
    sex = forms.ChoiceField(
        choices=[("", "Not stated"), *SEXES.items()], required=False
    )
    phone = words_field("Telephone", 30, required=False)
    street = words_field("Home address", 120, required=False)
    city = words_field("City", 80, required=False)
    facility = forms.ModelChoiceField(Facility.objects.all(), empty_label=None)
    booked_at = moment_field("Booked at")
    arresting_agency = words_field("Arresting agency", 120, required=False)
    bail_amount = MoneyField(
        label="Bail, in dollars",
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    court = words_field("Court", 80, required=False)
    next_court_at = moment_field("Next court date", required=False)
    safety_instructions = forms.CharField(
        label="Safety instructions",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="What staff must do, without a diagnosis: lower bunk, keep separate.",
    )
    language_needed = words_field("Interpreter needed for", 40, required=False)

    person_fields = (
        "surname",
        "given_name",
        "middle_name",
        "suffix",
        "birth_date",
        "sex",
        "phone",
        "street",
        "city",
    )
    booking_fields = (
        "facility",
        "booked_at",
        "arresting_agency",
        "bail_amount",
        "court",
        "next_court_at",
        "safety_instructions",
        "language_needed",
    )

    def __init__(self, *args, known_person: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if known_person:
            for name in self.person_fields:
                del self.fields[name]
        for number in range(1, CHARGES + 1):
            self.fields[f"statute_{number}"] = words_field(
                f"Charge {number}: RCW section", 30, required=number == 1
            )
            self.fields[f"offense_{number}"] = words_field(
                f"Charge {number}: offense", 120, required=number == 1
            )
            self.fields[f"offense_class_{number}"] = forms.ChoiceField(
                label=f"Charge {number}: class",
                choices=[("", "Not stated")]
                + [(kind.value, label) for kind, label in OFFENSE_CLASS_LABELS.items()],
                required=False,
            )

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        today = timezone.localtime(now()).date()
        if born and (born.year + OLDEST, born.month, born.day) < (
            today.year,
            today.month,
            today.day,
        ):
            raise ValidationError(
                f"The birth date is more than {OLDEST} years ago. See the year."
            )
        return born

    def clean(self):
        """A line of which only the section or the class is filled is no charge."""
        cleaned = super().clean()
        for number in range(1, CHARGES + 1):
            offense = f"offense_{number}"
            begun = cleaned.get(f"statute_{number}") or cleaned.get(
                f"offense_class_{number}"
            )
            if begun and not cleaned.get(offense) and offense not in self.errors:
                self.add_error(offense, "Name the offense, or clear this line.")
        return cleaned

    def charge_rows(self):
        return [
            [
                self[f"{part}_{number}"]
                for part in ("statute", "offense", "offense_class")
            ]
            for number in range(1, CHARGES + 1)
        ]

    def person(self) -> NewPerson:
        return NewPerson(
            **{name: self.cleaned_data[name] for name in self.person_fields}
        )

    def intake(self) -> Intake:
        answers = {name: self.cleaned_data[name] for name in self.booking_fields}
        facility = answers.pop("facility")
        charges = (
            NewCharge(
                *(
                    self.cleaned_data[f"{part}_{number}"]
                    for part in ("statute", "offense", "offense_class")
                )
            )
            for number in range(1, CHARGES + 1)
            if self.cleaned_data[f"offense_{number}"]
        )
        return Intake(facility_id=facility.pk, charges=tuple(charges), **answers)


class ReleaseForm(forms.Form):
    """Why and when somebody leaves. Paper of other agencies is not asked about."""

    reason = forms.TypedChoiceField(
        coerce=DischargeReason,
        choices=[(reason.value, label) for reason, label in DISCHARGE_LABELS.items()],
    )
    leaving_at = moment_field("Left at")


class ReleaseByNumberForm(ReleaseForm):
    facility = forms.ModelChoiceField(Facility.objects.all(), empty_label=None)
    booking_number = words_field("Booking number", 20)

    field_order = ("facility", "booking_number", "reason", "leaving_at")


def this_minute(at: datetime) -> str:
    """A moment as the forms write it, in jail time."""
    return timezone.localtime(at).strftime(_MOMENTS[0])
