"""What is written down when somebody is booked: the beginning, and who they are."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from access.models import Facility
from audit.clock import now
from bookings import enums, services
from bookings.enums import SEXES
from bookings.forms.fields import date_field, moment_field, words_field
from bookings.forms.section import LineForm, SectionForm, parts
from bookings.services import Arrival, NewPerson

OLDEST = 120  # years; an earlier birth date is a slip of the keys

_PERSON_LAYOUT = (
    ("form-row--name", ("surname", "given_name", "middle_name", "suffix")),
    ("form-row--person", ("birth_date", "sex", "name_used", "identified_by")),
)


class PersonFields(forms.Form):
    """Who somebody is, as far as it is known at the door."""

    surname = words_field(
        "Surname",
        80,
        required=False,
        help_text="Both of two surnames. A single name stands here alone.",
    )
    given_name = words_field("Given name", 80, required=False)
    middle_name = words_field("Middle name", 80, required=False)
    suffix = words_field("Suffix", 10, required=False)
    birth_date = date_field("Birth date", required=False)
    sex = forms.ChoiceField(
        choices=[("", "Not stated"), *SEXES.items()], required=False
    )
    name_used = words_field(
        "Name used", 80, required=False, help_text="What they want to be called"
    )
    identified_by = forms.ChoiceField(
        label="Known by",
        choices=[("", "Not stated"), *enums.IDENTIFIED_BY.items()],
        required=False,
    )

    layout = _PERSON_LAYOUT

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
        """Nobody is without a name: who is not identified yet goes by "Doe"."""
        cleaned = super().clean()
        if not cleaned.get("surname") and "surname" not in self.errors:
            if cleaned.get("identified_by") == enums.UNIDENTIFIED:
                cleaned["surname"], given_name = enums.DOE
                cleaned["given_name"] = cleaned.get("given_name") or given_name
            elif cleaned.get("given_name"):
                self.add_error(
                    "surname", "A single name stands here, and no given name beside it."
                )
            elif not getattr(self, "is_of_known", False):
                self.add_error(
                    "surname", "Give a name, or choose “Not identified yet” below."
                )
        return cleaned

    def person(self) -> NewPerson:
        return NewPerson(
            **{name: self.cleaned_data[name] for name in NewPerson.__slots__}
        )


class ArrivalForm(forms.Form):
    """Where and when somebody came in."""

    facility = forms.ModelChoiceField(Facility.objects.all(), empty_label=None)
    booked_at = moment_field("Booked at")

    def arrival(self) -> Arrival:
        return Arrival(self.cleaned_data["facility"].pk, self.cleaned_data["booked_at"])


class BeginForm(PersonFields, ArrivalForm):
    """The first step of an intake: who, where and when. What is typed into three of
    its fields is looked for among those who were here before.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("surname", "given_name", "birth_date"):
            self.fields[name].widget.attrs["data-likely"] = True
        self.fields["surname"].widget.attrs["autofocus"] = True


class PersonForm(PersonFields, SectionForm):
    """The section of who it is. Of a person on record, what stands is not typed over."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_of_known and not self.is_bound:
            for name, field in self.fields.items():
                if self.initial.get(name):
                    field.widget.attrs["readonly"] = True

    @classmethod
    def initial_from(cls, shown):
        return {name: shown.get(f"person.{name}") for name in NewPerson.__slots__}

    def save(self, booking_id, *, by):
        services.save_person(booking_id, self.person(), by=by)


class AliasLine(LineForm):
    surname = words_field("Surname", 80, required=False)
    given_name = words_field("Given name or nickname", 80, required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("surname") and not cleaned.get("given_name"):
            self.add_error("surname", "Give one of the two names.")
        return cleaned


class AliasesForm(SectionForm):
    line_class = AliasLine
    line_word = "name"

    @classmethod
    def initial_from(cls, shown):
        return {"lines": parts(shown, "aliases")}

    def save(self, booking_id, *, by):
        services.save_aliases(booking_id, self.lines_to_save(), by=by)


class AddressLine(LineForm):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value.capitalize()) for kind in enums.AddressKind],
        initial=enums.AddressKind.HOME.value,
    )
    street = words_field("Street", 120)
    city = words_field("City", 80, required=False)
    state = words_field("State", 2, required=False)
    postal_code = words_field("ZIP", 10, required=False)

    def clean_state(self):
        return self.cleaned_data["state"].upper()


class ContactForm(SectionForm):
    phone = words_field("Telephone", 30, required=False)

    line_class = AddressLine
    line_word = "address"
    blank_lines = 1
    note = "Where they live or can be reached. “No fixed address” is an answer too."

    @classmethod
    def initial_from(cls, shown):
        return {
            "phone": shown.get("person.phone"),
            "lines": parts(shown, "addresses"),
        }

    def save(self, booking_id, *, by):
        services.save_contact(
            booking_id, self.cleaned_data["phone"], self.lines_to_save(), by=by
        )
