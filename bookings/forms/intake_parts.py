"""The sections of an intake that have pages of their own as well: how somebody looks,
their photo and property, sworn words, the interview.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from bookings import enums, rules, services
from bookings.enums import PropertyKind
from bookings.forms.court import InterviewForm
from bookings.forms.fields import MoneyField, moment_field, words_field
from bookings.forms.free_text import free_text_field
from bookings.forms.looks import LooksForm, PhotoForm, mark_meant
from bookings.forms.section import LineForm, SectionForm, parts
from bookings.services import (
    Looks,
    NewInterview,
    NewStatement,
)

CASH = "Cash"


class LooksSection(LooksForm, SectionForm):
    """How somebody looks; their sex stands in the section of the person."""

    sex = None
    layout = (
        ("form-row--looks", ("height", "weight", "eye_colour", "hair_colour")),
        ("form-row--looks", ("skin_tone", "build", "race", "ethnicity")),
    )

    @classmethod
    def initial_from(cls, shown):
        return LooksForm.initial_from(shown)

    def save(self, booking_id, *, by):
        answers = {**self.cleaned_data}
        looks = Looks(
            height_inches=answers.pop("height"),
            weight_pounds=answers.pop("weight"),
            **answers,
        )
        services.save_looks(booking_id, looks, by=by)


class MarkLine(LineForm):
    mark = words_field("Scar, mark or tattoo", 60)
    mark.widget.attrs["data-codes"] = "mark"
    mark_description = free_text_field(
        "What it shows", rows=1, max_length=120, required=False
    )

    def clean_mark(self) -> str:
        """The code of what was typed. A code that stands already stays as it is."""
        typed = self.cleaned_data["mark"]
        try:
            return mark_meant(typed)
        except ValidationError:
            if self.cleaned_data.get("place") is not None:
                return typed
            raise

    def values(self) -> dict:
        said = self.cleaned_data
        return {"code": said["mark"], "description": said["mark_description"]}

    def is_of_health(self) -> bool:
        return rules.is_of_health(self.cleaned_data["mark"])


class MarksSection(SectionForm):
    line_class = MarkLine
    line_word = "mark"
    blank_lines = 1
    note = (
        "Type what you see: “tattoo left forearm”. A line is saved when you leave it. A"
        " mark that tells of health goes to health staff, and is not shown here again."
    )
    gone = "Written down for health staff: it tells of health, and is not shown here."

    @classmethod
    def initial_from(cls, shown):
        return {
            "lines": [
                {"mark": one["code"], "mark_description": one["description"]}
                for one in parts(shown, "marks")
            ]
        }

    def is_kept(self, line):
        return super().is_kept(line) and not line.is_of_health()

    def save(self, booking_id, *, by):
        services.save_marks(
            booking_id, self.lines_to_save(), self.lines_to_put_away(), by=by
        )


class PhotoSection(PhotoForm, SectionForm):
    """A photo is kept as soon as it is chosen or taken; the newest is shown."""

    told = "The photo is kept."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = False

    @classmethod
    def initial_from(cls, shown):
        return {}

    def clean_photo(self):
        return super().clean_photo() if self.cleaned_data["photo"] else None

    def save(self, booking_id, *, by):
        if self.cleaned_data["photo"]:
            super().save(booking_id, by=by)


class ThingLine(LineForm):
    thing = free_text_field("Thing", rows=1, max_length=120, required=False)
    quantity = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=2_000_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    cash = MoneyField(
        label="If cash, dollars",
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    container = words_field("Bag or locker", 40, required=False)
    kind = forms.ChoiceField(
        label="Where it is",
        choices=list(enums.PROPERTY_LABELS.items()),
        initial=PropertyKind.DEPOSITED.value,
    )
    handed_to = words_field("If seized, who has it", 120, required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("thing") and "thing" not in self.errors:
            if cleaned.get("cash"):
                cleaned["thing"] = CASH
            else:
                self.add_error("thing", "Say what it is.")
        if cleaned.get("kind") == PropertyKind.SEIZED and not cleaned.get("handed_to"):
            self.add_error("handed_to", "Say which agency has it, and the case.")
        return cleaned

    def values(self) -> dict:
        said = self.cleaned_data
        cash = said["cash"]
        return {
            "kind": said["kind"],
            "description": said["thing"],
            "quantity": said["quantity"] or 1,
            "container": said["container"],
            "cash_cents": None if cash is None else int(cash * 100),
            "handed_to": said["handed_to"],
        }


class PropertySection(SectionForm):
    receipt = forms.ChoiceField(
        label="Receipt for what was taken",
        choices=[("", "Not yet"), *enums.RECEIPT_OUTCOMES.items()],
        required=False,
    )

    line_class = ThingLine
    layout = (("form-row--receipt", ("receipt",)),)
    line_word = "thing"
    blank_lines = 1
    lines_first = True
    note = "Cash in one sum, and each thing on a line."

    @classmethod
    def initial_from(cls, shown):
        taken = [
            one["outcome"]
            for one in parts(shown, "property_receipts")
            if one["kind"] == enums.ReceiptKind.TAKEN
        ]
        return {
            "lines": [_as_typed(one) for one in parts(shown, "property_items")],
            "receipt": taken[-1] if taken else "",
        }

    def save(self, booking_id, *, by):
        services.save_property(
            booking_id, self.lines_to_save(), self.cleaned_data["receipt"], by=by
        )


def _as_typed(one: dict) -> dict:
    cents = one["cash_cents"]
    return {
        "thing": one["description"],
        "quantity": one["quantity"],
        "cash": "" if cents is None else f"${Decimal(cents) / 100:,.2f}",
        "container": one["container"],
        "kind": one["kind"],
        "handed_to": one["handed_to"],
    }


class StatementSection(SectionForm):
    """Sworn words are received once, by the button: nobody changes them afterwards, so
    that half of them must not be kept while somebody types.
    """

    note = (
        "Word for word, as it was sworn. It is received when you press the button, and"
        " nobody changes it afterwards. A second one is received the same way."
    )
    told = "The statement is on record, word for word."

    author_agency = words_field(
        "Agency whose officer has sworn it", 120, required=False
    )
    author_name = words_field("Officer", 80, required=False)
    received_at = moment_field("Received at", required=False)
    statement = forms.CharField(
        label="Statement, word for word",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        max_length=20_000,
        required=False,
    )
    layout = (
        ("form-row--sworn", ("author_agency", "author_name", "received_at")),
        ("form-row--whole", ("statement",)),
    )

    @classmethod
    def initial_from(cls, shown):
        return {
            "author_agency": shown.get("booking.arresting_agency"),
            "received_at": shown.shown_at,
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("statement"):
            for name in ("author_agency", "received_at"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "A statement says this too.")
        return cleaned

    def save(self, booking_id, *, by):
        said = self.cleaned_data
        if said["statement"]:
            services.receive_statement(
                booking_id,
                NewStatement(
                    author_agency=said["author_agency"],
                    text=said["statement"],
                    received_at=said["received_at"],
                    author_name=said["author_name"],
                ),
                by=by,
            )


class RecognizanceSection(InterviewForm, SectionForm):
    note = (
        "For release on personal recognizance. The person may decline. Citizenship,"
        " status and birthplace are not asked."
    )
    layout = (
        ("form-row--asked", ("answered", "missed_court")),
        ("form-row--asked", ("residence", "residence_since", "work")),
        ("form-row--asked", ("ties", "vouched_by")),
        ("form-row--asked", ("recommendation", "conditions", "result")),
    )

    @classmethod
    def initial_from(cls, shown):
        stands = parts(shown, "interviews")
        return stands[0] if stands else InterviewForm.initial_from(shown)

    def save(self, booking_id, *, by):
        services.save_interview(booking_id, NewInterview(**self.cleaned_data), by=by)
