"""A person's request that a record of theirs be deleted, as the records unit enters it."""

from django import forms

from bookings.enums import GROUND_WORDS, DeletionGround
from bookings.forms.fields import date_field
from bookings.services.deletion import DeletionRequest

# What papers tell; the rest stands on the record, or is reckoned.
_ASKED = (
    DeletionGround.CONVICTED,
    DeletionGround.PENDING,
    DeletionGround.FUGITIVE,
    DeletionGround.DIVERTED,
    DeletionGround.PRIOR_CONVICTION,
    DeletionGround.ARRESTED_AGAIN,
)


class DeletionForm(forms.Form):
    asked_on = date_field("Day of the request")
    favorable_on = date_field(
        "Day on which the case ended in the person's favor",
        required=False,
        help_text="Dismissed, acquitted, not charged. Empty if it never ended so.",
    )
    found = forms.MultipleChoiceField(
        label="What the papers say",
        required=False,
        choices=[(ground.value, GROUND_WORDS[ground].label) for ground in _ASKED],
        widget=forms.CheckboxSelectMultiple,
    )
    choice = forms.ChoiceField(
        label="Where the law lets the agency refuse",
        choices=[("refuse", "Refuse"), ("delete", "Delete it all the same")],
        widget=forms.RadioSelect,
        initial="refuse",
    )

    def request(self) -> DeletionRequest:
        said = self.cleaned_data
        return DeletionRequest(
            said["asked_on"],
            said["favorable_on"],
            frozenset(map(DeletionGround, said["found"])),
        )

    def refuses_if_it_may(self) -> bool:
        return self.cleaned_data["choice"] == "refuse"
