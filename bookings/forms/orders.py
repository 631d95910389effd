"""A court's order, as it is entered."""

from django import forms

from access.acts import ACT_LABELS, Act
from bookings.forms.fields import date_field, words_field
from bookings.services.orders import CourtOrder

_ORDERED = (Act.SEAL, Act.UNSEAL, Act.EXPUNGE)


class OrderForm(forms.Form):
    act = forms.TypedChoiceField(
        label="What is ordered",
        coerce=Act,
        choices=[(act.value, ACT_LABELS[act]) for act in _ORDERED],
        widget=forms.RadioSelect,
    )
    court = words_field("Court", 120)
    case_number = words_field("Case number", 40)
    ordered_on = date_field("Day of the order")

    def order(self) -> CourtOrder:
        said = self.cleaned_data
        return CourtOrder(said["court"], said["case_number"], said["ordered_on"])
