"""What is written down when somebody is booked."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from access.models import Facility
from audit.clock import now
from bookings.enums import OFFENSE_CLASS_LABELS, SEXES
from bookings.forms.fields import MoneyField, date_field, moment_field, words_field
from bookings.services import Intake, NewCharge, NewPerson

CHARGES = 4
OLDEST = 120  # years; an earlier birth date is a slip of the keys


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
