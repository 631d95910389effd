"""Which period somebody asks about."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from access.models import Agency
from compliance.selectors.exposure import Period


class ExposureForm(forms.Form):
    """A period in days of the jail, both included, and perhaps one agency."""

    begins = forms.DateField(label="From")
    ends = forms.DateField(label="To, this day included")
    agency = forms.ModelChoiceField(
        Agency.objects.all(), required=False, empty_label="Every agency"
    )

    def clean(self):
        answers = super().clean()
        begins, ends = answers.get("begins"), answers.get("ends")
        if begins and ends and begins > ends:
            self.add_error(
                "ends", "This lies before the first day. Choose a later day."
            )
        if ends == date.max:
            self.add_error("ends", "No day follows this one. Choose an earlier day.")
        return answers

    def period(self) -> Period | None:
        """What is asked; before anything is asked, the usual period; None for an error."""
        if not self.is_bound:
            return period_of_days(self.initial["begins"], self.initial["ends"])
        if not self.is_valid():
            return None
        agency = self.cleaned_data["agency"]
        return period_of_days(
            self.cleaned_data["begins"],
            self.cleaned_data["ends"],
            agency.pk if agency else None,
        )


class SignAdoptionForm(forms.Form):
    """One of two signatures under a law, or a no. A reason is for the first."""

    ANSWERS = (
        ("sign", "Sign first"),
        ("agree", "Sign second"),
        ("refuse", "Refuse"),
        ("withdraw", "Withdraw the draft"),
    )
    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why this law, and on whose authority",
        max_length=400,
        required=False,
        help_text="The ordinance and the vote, for instance. Nothing about a person.",
    )


class ProofForm(forms.Form):
    """What shows that a duty was done."""

    proof = forms.CharField(
        label="What shows that it was done",
        max_length=400,
        min_length=10,
        help_text="The paper by its number, its date and where it is kept. Nothing about a person.",
    )


def period_of_days(begins: date, ends: date, agency_id: int | None = None) -> Period:
    """From the first instant of one day to the first that no longer is of the other."""
    return Period(_midnight(begins), _midnight(ends + timedelta(days=1)), agency_id)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
