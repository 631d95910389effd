from django import forms

from bookings.forms import moment_field, words_field
from warrants.rota import Span


class OnCallForm(forms.Form):
    """``counsel``: memberships of those who can be chosen, each with its words."""

    member = forms.TypedChoiceField(label="Who of counsel", coerce=int)
    starts_at = moment_field("From")
    ends_at = moment_field("Until")
    phone = words_field(
        "Telephone number while on call",
        40,
        help_text="On which they are reached in these hours. No private number.",
    )

    def __init__(self, *args, counsel=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", "Choose"), *counsel]

    def span(self) -> Span:
        return Span(self.cleaned_data["starts_at"], self.cleaned_data["ends_at"])
