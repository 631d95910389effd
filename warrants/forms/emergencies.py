from django import forms
from django.core.exceptions import ValidationError

from access.enums import CLASS_LABELS, FieldClass, mask_of
from warrants.emergency_rules import OFFERED_MINUTES
from warrants.enums import Danger, EmergencyReview, ReasonSign
from warrants.reasons import signs_of_a_reason
from warrants.services import Wanted

# What helps where a life is in danger, and no more; the law in force narrows it further.
_CAN_BE_OPENED = (FieldClass.CUSTODY, FieldClass.IDENTITY, FieldClass.CONTACT)
_HOUR = 60


def _how_long(minutes: int) -> str:
    if minutes < _HOUR:
        return f"{minutes} minutes"
    hours = minutes // _HOUR
    return f"{hours} hour{'s' * (hours != 1)}"


class OpenEmergencyForm(forms.Form):
    """``capacity``: asked only of whoever works in more than one unit."""

    sign_in_name = forms.CharField(
        label="Sign-in name of the officer who needs it",
        max_length=60,
        help_text="One person of another agency. Ask them how they sign in here.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    capacity = forms.IntegerField(
        label="Their unit", required=False, widget=forms.Select
    )
    classes = forms.TypedMultipleChoiceField(
        label="What is opened",
        coerce=int,
        choices=[(int(c), CLASS_LABELS[c]) for c in _CAN_BE_OPENED],
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.TypedChoiceField(
        label="For how long",
        coerce=int,
        choices=[(minutes, _how_long(minutes)) for minutes in OFFERED_MINUTES],
    )
    danger = forms.TypedChoiceField(
        label="Which danger",
        coerce=Danger,
        choices=[("", "Choose"), *((danger.value, danger.label) for danger in Danger)],
    )
    reason = forms.CharField(
        label="What has happened, and how this helps",
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=20,
        max_length=4000,
        error_messages={
            "min_length": "Say more: what has happened, to whom, and how this helps."
        },
        help_text="In 20 characters or more. It is stored sealed, read by whoever reviews "
        "this, and erased after a time.",
    )

    def offer_capacities(self, units: list[tuple[int, str]]) -> None:
        self.fields["capacity"].widget.choices = [("", "Choose the unit"), *units]

    @property
    def chosen_capacity(self) -> str:
        """Their unit, where it was chosen and is not asked for on this page."""
        is_asked_for = bool(self.fields["capacity"].widget.choices)
        return "" if is_asked_for else self["capacity"].value() or ""

    def rows(self):
        """The fields as they are shown; their unit only where there is a choice."""
        is_choice = bool(self.fields["capacity"].widget.choices)
        return [self[name] for name in self.fields if name != "capacity" or is_choice]

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if ReasonSign.VAGUE in signs_of_a_reason(reason):
            raise ValidationError("Say what has happened, and to whom.")
        return reason

    def wanted(self) -> Wanted:
        cleaned = self.cleaned_data
        return Wanted(
            sign_in_name=cleaned["sign_in_name"],
            classes=mask_of(cleaned["classes"]),
            minutes=cleaned["minutes"],
            danger=cleaned["danger"],
            reason=cleaned["reason"],
            capacity=cleaned["capacity"],
        )


class ReviewEmergencyForm(forms.Form):
    outcome = forms.TypedChoiceField(
        label="What you find",
        coerce=EmergencyReview,
        choices=[(outcome.value, outcome.label) for outcome in EmergencyReview],
        widget=forms.RadioSelect,
    )
