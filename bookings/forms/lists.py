"""What narrows a list."""

from django import forms
from django.core.exceptions import ValidationError

from access.models import Facility
from audit.clock import now
from bookings.forms.fields import moment_field, words_field


class RegisterForm(forms.Form):
    surname = words_field("Surname begins with", 80, required=False)
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="Both facilities"
    )


class CustodyForm(forms.Form):
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="All facilities"
    )


class AsOfForm(forms.Form):
    """The moment that a question is about; none is now."""

    at = moment_field("As it stood at", required=False)

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at > now():
            raise ValidationError("Choose a moment that has passed, or none for now.")
        return at
