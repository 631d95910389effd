"""What is written down when somebody leaves."""

from django import forms

from access.models import Facility
from bookings.enums import (
    DISCHARGE_LABELS,
    MADE_BY_A_TRANSFER,
    NO_RELEASE,
    DischargeReason,
    InstrumentKind,
)
from bookings.forms.fields import moment_field, words_field
from bookings.services import Receiver


class ReleaseForm(forms.Form):
    """Why and when somebody leaves. Paper of other agencies is not asked about."""

    reason = forms.TypedChoiceField(
        coerce=DischargeReason,
        choices=[
            (reason.value, label)
            for reason, label in DISCHARGE_LABELS.items()
            if reason not in NO_RELEASE | MADE_BY_A_TRANSFER
        ],
    )
    leaving_at = moment_field("Left at")


class HandoverForm(ReleaseForm):
    """A release, and to whom somebody is handed over where a judge's paper says so."""

    handover = ("agency", "officer", "instrument", "court", "case_number")
    agency = words_field("Federal agency", 120, required=False)
    officer = words_field(
        "Receiving officer", 120, required=False, help_text="Name and badge number"
    )
    instrument = forms.ChoiceField(
        label="Judge’s paper",
        required=False,
        choices=[("", "None"), *((kind.value, kind.label) for kind in InstrumentKind)],
    )
    court = words_field("Court", 120, required=False)
    case_number = words_field("Its case number", 40, required=False)

    def receiver(self) -> Receiver:
        answers = {name: self.cleaned_data[name] for name in self.handover}
        kind = answers.pop("instrument")
        return Receiver(instrument=InstrumentKind(kind) if kind else None, **answers)

    def of_the_release(self):
        return [self[name] for name in ("reason", "leaving_at")]

    def of_the_handover(self):
        return [self[name] for name in self.handover]


class ReleaseByNumberForm(ReleaseForm):
    facility = forms.ModelChoiceField(Facility.objects.all(), empty_label=None)
    booking_number = words_field("Booking number", 20)

    field_order = ("facility", "booking_number", "reason", "leaving_at")
