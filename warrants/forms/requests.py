import json
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils import timezone

from access.enums import CLASS_LABELS, CLASSES, NOTHING, FieldClass, mask_of
from audit.clock import now
from bookings.forms import date_field, moment_field, words_field
from warrants import rules
from warrants.enums import (
    CHOSEN_BY_NOBODY,
    EndReason,
    InstrumentKind,
    RefusalReason,
    Urgency,
)
from warrants.rules import MAX_DAYS
from warrants.services import Asked, Paper

# Classes that somebody can ask for. The others are nobody's to ask.
_CAN_BE_ASKED = (
    FieldClass.CUSTODY,
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
    FieldClass.IDENTIFIERS,
    FieldClass.HEALTH,
    FieldClass.PROTECTED,
)


class AskForm(forms.Form):
    LONGEST_REASON = 4000

    classes = forms.TypedMultipleChoiceField(
        label="What do you ask to see?",
        coerce=int,
        choices=[(int(c), CLASS_LABELS[c]) for c in _CAN_BE_ASKED],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label="For how many days?", min_value=1, max_value=MAX_DAYS, initial=14
    )
    urgency = forms.TypedChoiceField(
        label="When do you need an answer?",
        coerce=Urgency,
        choices=[(urgency.value, urgency.label) for urgency in Urgency],
        initial=Urgency.WEEK,
        empty_value=Urgency.WEEK,
        required=False,
    )
    reason = forms.CharField(
        label="Why do you need it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=20,
        max_length=LONGEST_REASON,
        help_text="The case and what you will do with it, in 20 characters or more. It "
        "is stored sealed, read by those who decide, and erased after a time.",
    )
    kind = forms.TypedChoiceField(
        label="What the paper is",
        coerce=InstrumentKind,
        choices=[(kind.value, kind.label) for kind in rules.BASIS_OF],
        initial=InstrumentKind.SEARCH_WARRANT,
        empty_value=InstrumentKind.SEARCH_WARRANT,
        required=False,
    )
    court = words_field("Court that issued it", 120, required=False)
    case_number = words_field("Court case number", 40, required=False)
    signed_by = words_field("Judge's name and title", 120, required=False)
    issued_on = date_field("Issued on", required=False)
    paper_ends_at = moment_field("It ends at", required=False)

    asked_fields = ("classes", "days", "urgency", "reason")
    paper_fields = ("court", "case_number", "signed_by", "issued_on", "paper_ends_at")

    def asked_rows(self):
        return [self[name] for name in self.asked_fields]

    def paper_rows(self):
        return [self[name] for name in ("kind", *self.paper_fields)]

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > timezone.localtime(now()).date():
            raise ValidationError("The day of issue is in the future.")
        return day

    def clean_paper_ends_at(self):
        ends_at = self.cleaned_data["paper_ends_at"]
        if ends_at and ends_at <= now():
            raise ValidationError("The paper has ended already.")
        return ends_at

    def clean(self):
        cleaned = super().clean()
        given = [name for name in self.paper_fields if cleaned.get(name)]
        if given and len(given) < len(self.paper_fields):
            for name in self.paper_fields:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "A paper needs all of its particulars.")
        return cleaned

    def asked(self) -> Asked:
        cleaned = self.cleaned_data
        mask = mask_of(cleaned["classes"])
        paper = None
        if cleaned["court"]:
            paper = Paper(
                court=cleaned["court"],
                case_number=cleaned["case_number"],
                signed_by=cleaned["signed_by"],
                issued_on=cleaned["issued_on"],
                ends_at=cleaned["paper_ends_at"],
                kind=cleaned["kind"],
            )
        return Asked(
            mask, cleaned["days"], cleaned["reason"], paper, cleaned["urgency"]
        )


class AskByNameForm(AskForm):
    """The same for whoever knows no booking: whom it is about, as far as they know."""

    surname = words_field("Surname", 80, required=False)
    given_name = words_field("Given name", 80, required=False)
    birth_date = date_field("Birth date, if you know it", required=False)
    booking_number = words_field("Booking number, if you know it", 20, required=False)

    whom_fields = ("surname", "given_name", "birth_date", "booking_number")

    def whom_rows(self):
        return [self[name] for name in self.whom_fields]

    def clean(self):
        cleaned = super().clean()
        has_name = any(
            cleaned.get(name) for name in ("surname", "given_name", "booking_number")
        )
        if not has_name and "surname" not in self.errors:
            self.add_error("surname", "Give a name, or a booking number.")
        return cleaned

    def named(self) -> str:
        """Whom it is about, for safe keeping, as it was typed."""
        return json.dumps(
            {name: self.data.get(name, "").strip() for name in self.whom_fields}
        )


class ApproveForm(forms.Form):
    """``papers``: those of the register that it can be, each with its words; ``opens`` and
    ``days``: what a yes opens at the most, and for how long.
    """

    classes = forms.TypedMultipleChoiceField(
        label="What your yes opens",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what your yes opens, or refuse the request."},
    )
    days = forms.IntegerField(label="For how many days", min_value=1, required=False)

    find_court = words_field("Court", 120, required=False)
    find_number = words_field("Case number, or a part of it", 60, required=False)
    found = forms.TypedChoiceField(
        label="Which paper in the register is it?",
        coerce=UUID,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, papers=(), opens=NOTHING, days=MAX_DAYS, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = [("", "Choose the paper"), *papers]
        own = [c for c in CLASSES if c & opens]
        self.fields["classes"].choices = [(int(c), CLASS_LABELS[c]) for c in own]
        self.fields["classes"].initial = [int(c) for c in own]
        self.fields["classes"].required = bool(own)  # else the law says why not
        self.fields["days"].initial = days
        self.fields["days"].validators.append(MaxValueValidator(days))

    def narrowed(self) -> FieldClass | None:
        """The classes that were left ticked; None where there was nothing to tick."""
        chosen = self.cleaned_data.get("classes")
        return mask_of(chosen) if chosen else None


class RefuseForm(forms.Form):
    reason = forms.TypedChoiceField(
        label="Or why not",
        coerce=RefusalReason,
        choices=[("", "Choose"), *((r.value, r.label) for r in RefusalReason)],
    )


class EndForm(forms.Form):
    reason = forms.TypedChoiceField(
        coerce=EndReason,
        choices=[
            ("", "Why it ends"),
            *((r.value, r.label) for r in EndReason if r not in CHOSEN_BY_NOBODY),
        ],
    )
