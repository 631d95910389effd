"""What a reviewer says of one account."""

from uuid import UUID

from django import forms

from access.enums import Role
from compliance import certification_rules as rules
from compliance.enums import REVIEW_REASONS, ReviewDecision, ReviewReason

_DECISIONS = {
    ReviewDecision.KEPT: "Keep",
    ReviewDecision.NARROWED: "Take roles away",
    ReviewDecision.CLOSED: "Close",
}


class LineForm(forms.Form):
    """Keep, narrow or close. Whoever has one role has nothing to be taken away."""

    decision = forms.TypedChoiceField(
        label="Decision", coerce=ReviewDecision, widget=forms.RadioSelect
    )
    keep = forms.TypedMultipleChoiceField(
        label="Roles that stay",
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.TypedChoiceField(
        label="Reason",
        coerce=ReviewReason,
        empty_value=None,
        required=False,
        choices=[
            ("", "None needed"),
            *((r.value, w) for r, w in REVIEW_REASONS.items()),
        ],
    )
    words = forms.CharField(
        label="In your words",
        max_length=200,
        required=False,
        help_text="Kept with the account's history.",
    )

    def __init__(self, *args, line_id: UUID, roles: frozenset[Role], **kwargs):
        super().__init__(*args, auto_id=f"{line_id.hex[:12]}-%s", **kwargs)
        self.line_id = line_id
        several = len(roles) > 1
        self.fields["decision"].choices = [
            (decision.value, label)
            for decision, label in _DECISIONS.items()
            if several or decision is not ReviewDecision.NARROWED
        ]
        if several:
            self.fields["keep"].choices = [
                (role.value, role.label) for role in sorted(roles)
            ]
        else:
            del self.fields["keep"]

    def answer(self) -> rules.Answer:
        said = self.cleaned_data
        return rules.Answer(
            decision=said["decision"],
            reason=said["reason"],
            words=said["words"],
            keep=frozenset(said.get("keep", ())),
        )
