from uuid import UUID

from django import forms

from bookings.forms import date_field, words_field
from warrants.services.appearances import Notice
from warrants.sides import AppearanceEnd


class AppearanceForm(forms.Form):
    """A notice of appearance. ``case_numbers``: of the charges of the booking, as far as
    whoever records it is shown them.
    """

    attorney = words_field(
        "Attorney's sign-in name",
        150,
        help_text="A prosecutor or public defender with an account here",
    )
    case_number = forms.ChoiceField(label="In which case")
    received_on = date_field("Notice of appearance received on")

    def __init__(self, *args, case_numbers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case_number"].choices = [(own, own) for own in case_numbers]

    def notice(self) -> Notice:
        return Notice(**{name: self.cleaned_data[name] for name in Notice.__slots__})


class EndAppearanceForm(forms.Form):
    appearance = forms.TypedChoiceField(coerce=UUID)
    reason = forms.TypedChoiceField(
        coerce=AppearanceEnd,
        choices=[(reason.value, reason.label) for reason in AppearanceEnd],
    )

    def __init__(self, *args, of=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["appearance"].choices = [(own["id"], own["id"]) for own in of]
