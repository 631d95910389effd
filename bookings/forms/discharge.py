"""What is written down when somebody leaves."""

from django import forms

from access.models import Facility
from bookings.enums import DISCHARGE_LABELS, NO_RELEASE, DischargeReason
from bookings.forms.fields import moment_field, words_field


class ReleaseForm(forms.Form):
    """Why and when somebody leaves. Paper of other agencies is not asked about."""

    reason = forms.TypedChoiceField(
        coerce=DischargeReason,
        choices=[
            (reason.value, label)
            for reason, label in DISCHARGE_LABELS.items()
            if reason not in NO_RELEASE
        ],
    )
    leaving_at = moment_field("Left at")


class ReleaseByNumberForm(ReleaseForm):
    facility = forms.ModelChoiceField(Facility.objects.all(), empty_label=None)
    booking_number = words_field("Booking number", 20)

    field_order = ("facility", "booking_number", "reason", "leaving_at")
