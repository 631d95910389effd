"""Property and cash, as they are counted out on the desk."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from access.viewer import Viewer
from bookings.enums import (
    PROPERTY_LABELS,
    RECEIPT_OUTCOMES,
    PropertyKind,
    ReceiptOutcome,
)
from bookings.forms.fields import MoneyField, words_field
from bookings.forms.free_text import free_text_field
from bookings.services import NewItem, keep_property, return_property

LINES = 4
CASH = "Cash"


def _receipt_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=ReceiptOutcome,
        empty_value=None,
        choices=[("", "Not yet"), *RECEIPT_OUTCOMES.items()],
        required=False,
    )


class PropertyForm(forms.Form):
    """Cash, and a few things at a time; more are written down by sending it again."""

    title = "Property"
    done = "The property is written down."

    cash = MoneyField(
        label="Cash, in dollars",
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
    )
    container = words_field("Bag or locker", 40, required=False)
    receipt = _receipt_field("Receipt for what was taken")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, LINES + 1):
            self.fields[f"item_{number}"] = free_text_field(
                f"Thing {number}", rows=1, max_length=120, required=False
            )
            self.fields[f"quantity_{number}"] = forms.IntegerField(
                label=f"How many of thing {number}",
                min_value=1,
                max_value=9999,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "off"}
                ),
            )
            self.fields[f"kind_{number}"] = forms.TypedChoiceField(
                label=f"Where thing {number} is",
                coerce=PropertyKind,
                empty_value=PropertyKind.DEPOSITED,
                choices=list(PROPERTY_LABELS.items()),
                required=False,
            )
            self.fields[f"holder_{number}"] = words_field(
                f"Who seized thing {number}", 120, required=False
            )

    @property
    def parts(self):
        lines = [
            (
                f"Thing {number}",
                [
                    self[f"{part}_{number}"]
                    for part in ("item", "quantity", "kind", "holder")
                ],
            )
            for number in range(1, LINES + 1)
        ]
        first = [self[name] for name in ("cash", "container", "receipt")]
        return [("Cash, container, receipt", first), *lines]

    def clean(self):
        cleaned = super().clean()
        for number in self._lines():
            seized = cleaned.get(f"kind_{number}") is PropertyKind.SEIZED
            if seized and not cleaned.get(f"holder_{number}"):
                self.add_error(
                    f"holder_{number}", "Say which agency has it, and the case."
                )
        said = self._lines() or cleaned.get("cash") or cleaned.get("receipt")
        if not self.errors and not said:
            raise ValidationError("Write down a thing, or the cash.")
        return cleaned

    def _lines(self) -> list[int]:
        return [
            number
            for number in range(1, LINES + 1)
            if self.cleaned_data.get(f"item_{number}")
        ]

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        said = self.cleaned_data
        items = [
            NewItem(
                kind=said[f"kind_{number}"],
                description=said[f"item_{number}"],
                quantity=said[f"quantity_{number}"] or 1,
                container=said["container"],
                handed_to=said[f"holder_{number}"],
            )
            for number in self._lines()
        ]
        if said["cash"]:
            items.append(
                NewItem(
                    PropertyKind.DEPOSITED,
                    CASH,
                    container=said["container"],
                    cash_cents=int(said["cash"] * 100),
                )
            )
        keep_property(booking_id, items, said["receipt"], by=by)


class ReturnPropertyForm(forms.Form):
    """All that is left, given back at once; what stays behind keeps nobody here."""

    title = "Give property back"
    done = "What was deposited is given back."

    receipt = _receipt_field("Receipt for what is given back")
    handed_to = words_field(
        "To whom, if not to the person",
        120,
        required=False,
        help_text="Empty: to the person",
    )

    @staticmethod
    def initial_from(shown) -> dict:
        return {}

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        return_property(
            booking_id,
            None,
            self.cleaned_data["receipt"],
            handed_to=self.cleaned_data["handed_to"],
            by=by,
        )
