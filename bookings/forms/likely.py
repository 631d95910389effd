"""What is known of somebody at the counter, half typed: what is no date yet is none."""

from django import forms

from bookings.forms.fields import date_field, words_field
from bookings.selectors import Traits

ENOUGH = 3  # letters


class LikelyForm(forms.Form):
    surname = words_field("Surname", 80, required=False)
    given_name = words_field("Given name", 80, required=False)
    birth_date = date_field("Birth date", required=False)
    number = words_field("Number", 20, required=False)

    def traits(self) -> Traits:
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "number" in given and len(given["number"]) < ENOUGH:
            del given["number"]
        return Traits(**given)

    def is_enough(self) -> bool:
        traits = self.traits()
        return bool(
            len(traits.surname + traits.given_name) >= ENOUGH
            or traits.birth_date
            or traits.number
        )
