"""Which period somebody asks about; which findings, and what is said of one."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from access.models import Agency
from compliance.enums import FindingKind, FindingState, RecipientRole
from compliance.selectors import FindingFilter
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


NO_PERSON = "No data about a person in custody."
AGES = (0, 2, 5, 10, 20)


class FindingFilterForm(forms.Form):
    """What is chosen on the page of findings. What cannot be read is left out."""

    kind = forms.ChoiceField(
        required=False,
        choices=[("", "Every kind"), *((k.value, k.label) for k in FindingKind)],
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Not closed"), *((s.value, s.label) for s in FindingState)],
    )
    age = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=0,
        label="Age",
        choices=[
            (days, f"{days} working days or more" if days else "Any") for days in AGES
        ],
    )
    order = forms.ChoiceField(
        required=False,
        choices=[("", "Newest first"), ("oldest", "Oldest first")],
    )
    mine = forms.BooleanField(required=False, label="Assigned to me")
    page = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput
    )

    def wanted(self) -> FindingFilter:
        self.is_valid()
        chosen = self.cleaned_data
        return FindingFilter(
            kind=chosen.get("kind", ""),
            state=chosen.get("state", ""),
            least_age=chosen.get("age") or 0,
            mine=bool(chosen.get("mine")),
            oldest_first=chosen.get("order") == "oldest",
            page=chosen.get("page") or 1,
        )


class AssignFindingForm(forms.Form):
    to = forms.TypedChoiceField(coerce=int, label="Assign to")

    def __init__(self, *args, assignees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [
            (key, account.display_name) for key, account in assignees.items()
        ]


class AnswerFindingForm(forms.Form):
    answer = forms.CharField(
        label="What is the answer?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_PERSON,
    )


class CloseFindingForm(forms.Form):
    done = forms.CharField(
        label="What was done?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands with the finding for good. " + NO_PERSON,
    )


class ReopenFindingForm(forms.Form):
    why = forms.CharField(
        label="Why is it opened again?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It becomes a new finding that names this one. " + NO_PERSON,
    )


class RecipientForm(forms.Form):
    """Where a place is told from now on."""

    role = forms.TypedChoiceField(
        label="Who",
        coerce=RecipientRole,
        choices=[(role.value, role.label) for role in RecipientRole],
    )
    mail = forms.EmailField(
        label="Mail address",
        max_length=254,
        help_text="Notices hold counts, and no data about anybody.",
    )


class SignReviewForm(forms.Form):
    words = forms.CharField(
        label="What was found?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Also when all was in order. " + NO_PERSON,
    )
