"""What is typed about agencies, units, agreements and accounts that are opened again.

A form names what may be typed, and nothing else reaches an act.
"""

import re
from datetime import timedelta

from django import forms

from access.enums import (
    CLASS_LABELS,
    CLASSES,
    PURPOSE_LABELS,
    FieldClass,
    Mission,
    Purpose,
    mask_of,
)
from access.rules import USUAL_DAILY_CEILING

_MOMENTS = ["%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_USUAL = timedelta(days=365)


def mission_label(mission: Mission) -> str:
    return Mission(mission).value.replace("_", " ").capitalize()


def moment_field(label: str, **options) -> forms.DateTimeField:
    """A moment in jail time (Pacific)."""
    options.setdefault("help_text", "Like 04/28/2026 03:10")
    return forms.DateTimeField(
        label=label,
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(format=_MOMENTS[0], attrs={"autocomplete": "off"}),
        **options,
    )


def boxes(label: str, choices=(), coerce=int, **options):
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=200,
        help_text="It is kept, and read by whoever checks this. No data about a person "
        "in custody.",
    )
    field_order = ["title", "starts_at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What is to be done comes first, and why it is comes last.
        self.order_fields([name for name in self.fields if name != "reason"])


class ReopenForm(ReasonForm):
    is_temporary = forms.BooleanField(
        label="For 72 hours only",
        required=False,
        help_text="Else it stays open until something closes it.",
    )
    memberships = boxes("Capacities to give back", required=False)

    def __init__(self, *args, ended, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["memberships"].choices = [(m.pk, str(m)) for m in ended]
        if not ended:
            del self.fields["memberships"]


class MissionForm(ReasonForm):
    mission = forms.TypedChoiceField(
        label="Mission",
        coerce=Mission,
        choices=[(mission.value, mission_label(mission)) for mission in Mission],
    )


class UnitForm(MissionForm):
    name = forms.CharField(label="Name of the unit", max_length=120)


class DetailForm(forms.Form):
    paper = forms.CharField(label="The written order, by number", max_length=200)
    starts_at = moment_field("From")
    ends_at = moment_field(
        "Until", required=False, help_text="Empty while nobody has said when it ends"
    )


class AgencyForm(ReasonForm):
    enforces_immigration_law = forms.BooleanField(
        label="Its department enforces immigration law", required=False
    )
    mail_domains = forms.CharField(
        label="Domains its people write from",
        required=False,
        max_length=1000,
        help_text="One after the other, like police.example.gov",
    )

    def clean_mail_domains(self) -> list[str]:
        found = self.cleaned_data["mail_domains"].lower().replace(",", " ").split()
        for domain in found:
            if not _DOMAIN.fullmatch(domain):
                raise forms.ValidationError("Write each like police.example.gov.")
        return sorted(set(found))


class AgreementForm(ReasonForm):
    """What an agreement shall say; of an agreement that stands, all of it anew."""

    ends_at = moment_field("Until")
    daily_ceiling = forms.IntegerField(
        label="Different people a day for each account",
        min_value=1,
        max_value=100_000,
        initial=USUAL_DAILY_CEILING,
    )
    purposes = boxes(
        "For these purposes alone",
        [
            (purpose.value, label)
            for purpose, label in PURPOSE_LABELS.items()
            if purpose is not Purpose.PUBLIC_REGISTER
        ],
        Purpose,
        required=False,
        help_text="None chosen is any that the law allows.",
    )
    units = boxes("Units")
    facilities = boxes("Facilities")
    classes = boxes(
        "May be shown", [(int(c), CLASS_LABELS[c]) for c in CLASSES], required=True
    )

    def __init__(self, *args, units, facilities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(u.pk, u.name) for u in units]
        self.fields["facilities"].choices = [(f.pk, f.code) for f in facilities]

    @property
    def mask(self) -> FieldClass:
        return mask_of(self.cleaned_data["classes"])


class NewAgreementForm(AgreementForm):
    title = forms.CharField(label="Title of the paper", max_length=200)
    starts_at = moment_field("From")
