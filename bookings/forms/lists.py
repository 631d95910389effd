"""What narrows a list."""

from django import forms

from access.models import Facility
from bookings.forms.fields import words_field


class RegisterForm(forms.Form):
    surname = words_field("Surname begins with", 80, required=False)
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="Both facilities"
    )


class CustodyForm(forms.Form):
    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="All facilities"
    )
