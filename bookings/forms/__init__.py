"""Shape of what clerks and officers type. Who may, and what state permits, is not here."""

from bookings.forms.discharge import ReleaseByNumberForm, ReleaseForm
from bookings.forms.fields import (
    MoneyField,
    date_field,
    moment_field,
    this_minute,
    words_field,
)
from bookings.forms.intake import IntakeForm
from bookings.forms.lists import CustodyForm, RegisterForm
from bookings.forms.search import SearchForm

__all__ = [
    "CustodyForm",
    "IntakeForm",
    "MoneyField",
    "RegisterForm",
    "ReleaseByNumberForm",
    "ReleaseForm",
    "SearchForm",
    "date_field",
    "moment_field",
    "this_minute",
    "words_field",
]
