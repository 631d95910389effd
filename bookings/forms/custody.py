"""What is written down of how somebody is kept. Each form knows the one act it is for."""

from uuid import UUID

from django import forms

from access.models import Facility
from access.viewer import Viewer
from bookings import services
from bookings.enums import (
    BasisKind,
    EntitlementKind,
    HoldEffect,
    HoldKind,
    MovementKind,
    TaskKind,
)
from bookings.forms.fields import moment_field, words_field


def word_field(vocabulary, label: str, **options) -> forms.TypedChoiceField:
    """One word of a vocabulary, by its label."""
    return forms.TypedChoiceField(
        label=label,
        coerce=vocabulary,
        choices=[(word.value, word.label) for word in vocabulary],
        **options,
    )


class BookingActForm(forms.Form):
    """A form about one booking. ``moments``: fields that begin with this minute."""

    moments: tuple[str, ...] = ()

    def perform(self, booking_id: UUID, *, by: Viewer) -> None:
        raise NotImplementedError


class EntitleForm(BookingActForm):
    moments = ("at",)
    kind = word_field(EntitlementKind, "What entitles them")
    at = moment_field("Since", help_text="The true time, also if you write it later")
    source = words_field(
        "How do we know?",
        120,
        help_text="A paper, a receipt, who called from the court",
    )

    def perform(self, booking_id, *, by):
        services.entitle(booking_id, **self.cleaned_data, by=by)


class WithdrawForm(BookingActForm):
    kind = word_field(EntitlementKind, "Which")
    why = words_field("Why was it an error?", 120)

    def perform(self, booking_id, *, by):
        services.withdraw_entitlement(booking_id, **self.cleaned_data, by=by)


class BasisForm(BookingActForm):
    moments = ("at",)
    kind = word_field(BasisKind, "What was decided")
    at = moment_field("When")
    source = words_field("How do we know?", 120, help_text="Court and case number")

    def perform(self, booking_id, *, by):
        services.record_basis(booking_id, **self.cleaned_data, by=by)


class HoldForm(BookingActForm):
    moments = ("received_at",)
    kind = word_field(HoldKind, "Kind")
    effect = word_field(HoldEffect, "Does it bind?")
    issuer = words_field(
        "Issued by", 120, help_text="The court, or the body that the law names"
    )
    number = words_field("Number", 40, help_text="Of the warrant, writ or case")
    received_at = moment_field("Received")

    def perform(self, booking_id, *, by):
        hold = services.NewHold(**self.cleaned_data)
        services.record_custody_hold(booking_id, hold, by=by)


class ClearHoldForm(BookingActForm):
    kind = word_field(HoldKind, "Kind")
    number = words_field("Its number", 40)
    why = words_field("Why is it cleared?", 120)

    def perform(self, booking_id, *, by):
        services.clear_custody_hold(booking_id, **self.cleaned_data, by=by)


class HouseForm(BookingActForm):
    """``places``: names of the facility's own cells, with how many beds are free as far
    as the reader may know; where none are listed, the place is typed.
    """

    place = words_field("Where", 40)

    def __init__(self, *args, places: list[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if places:
            self.fields["place"] = forms.ChoiceField(label="Where", choices=places)

    def perform(self, booking_id, *, by):
        services.house(booking_id, self.cleaned_data["place"], by=by)


class WayOutForm(BookingActForm):
    moments = ("left_at",)
    kind = word_field(MovementKind, "Where to")
    place = words_field("Place", 120, help_text="Court and courtroom, or hospital")
    left_at = moment_field("Left")
    expected_at = moment_field("Expected back", required=False)

    def perform(self, booking_id, *, by):
        way = services.WayOut(**self.cleaned_data)
        services.take_out(booking_id, way, by=by)


class WayBackForm(BookingActForm):
    moments = ("returned_at",)
    returned_at = moment_field("Back")

    def perform(self, booking_id, *, by):
        services.bring_back(booking_id, **self.cleaned_data, by=by)


class TransferForm(BookingActForm):
    moments = ("moved_at",)
    facility = forms.ModelChoiceField(
        Facility.objects.all(), label="To", empty_label=None
    )
    moved_at = moment_field("When they arrived")
    escorted_by = words_field("Taken there by", 120, required=False)

    def perform(self, booking_id, *, by):
        answers = {**self.cleaned_data}
        answers["facility_id"] = answers.pop("facility").pk
        services.transfer(booking_id, **answers, by=by)


class QuestionReleaseForm(BookingActForm):
    def perform(self, booking_id, *, by):
        services.question_release(booking_id, by=by)


class UndoReleaseForm(BookingActForm):
    outcome = words_field(
        "What happened?", 120, help_text="Who was really released, and how you know"
    )

    def perform(self, booking_id, *, by):
        services.undo_discharge(booking_id, **self.cleaned_data, by=by)


class FinishTaskForm(BookingActForm):
    kind = word_field(TaskKind, "Task")
    outcome = words_field("What was done?", 120)

    def perform(self, booking_id, *, by):
        services.finish_task(booking_id, **self.cleaned_data, by=by)
