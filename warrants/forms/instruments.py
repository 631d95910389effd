"""What is written down of a court's paper, and of what is done with it."""

from django import forms
from django.core.exceptions import ValidationError

from access.enums import CLASS_LABELS, FieldClass, mask_of
from bookings.enums import PAPER_MEANS
from bookings.forms import date_field, moment_field, words_field
from bookings.rules import RuleViolation
from bookings.scans import Scan, scanned_upload
from warrants.checks import Scope, Statement
from warrants.court_table import courts
from warrants.courts import court_of
from warrants.enums import (
    AdministrativePaper,
    CallResult,
    Check,
    InstrumentKind,
    ScopeKind,
    SignerTitle,
)
from warrants.rules import POINTER

# Classes of what is on record that a paper can name.
_CAN_BE_NAMED = (
    FieldClass.CUSTODY,
    FieldClass.MOVEMENTS,
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
    FieldClass.IDENTIFIERS,
    FieldClass.HEALTH,
    FieldClass.VISITS,
)
_NOT_READ = (
    "No scan came. Choose a PDF, JPEG, PNG or TIFF file of at most 10 MB: a larger one is "
    "not read."
)


class InstrumentScanField(forms.FileField):
    """A scanned paper; gives its pages, their text and the digest of the file."""

    widget = forms.FileInput(
        attrs={"accept": "application/pdf,image/jpeg,image/png,image/tiff"}
    )
    default_error_messages = {
        "required": _NOT_READ,
        "empty": "This file is empty. Scan the paper again.",
    }

    def clean(self, data, initial=None) -> Scan:
        file = super().clean(data, initial)
        try:
            return scanned_upload(file)
        except RuleViolation as violation:
            raise ValidationError(str(violation)) from violation


class ReceiveForm(forms.Form):
    """The scan, and how it came. Nothing of it is written down yet."""

    scan = InstrumentScanField(
        label="The paper, scanned",
        help_text="PDF, JPEG, PNG or TIFF, at most 10 MB and 20 pages.",
    )
    means = forms.ChoiceField(
        label="It came by", choices=[("", "Choose"), *PAPER_MEANS.items()]
    )


def _words(label: str, vocabulary) -> list:
    return [(label, [(str(word), word.label) for word in vocabulary])]


class EnterForm(forms.Form):
    """What stands on the paper, as it stands there."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            ("", "Choose"),
            *_words("Papers of a court", tuple(InstrumentKind)[:6]),
            *_words("Other bases", tuple(InstrumentKind)[6:]),
            *_words("Opens nothing", AdministrativePaper),
        ],
    )
    court_label = words_field(
        "Court, as it is written", 120, required=False, help_text="Word for word"
    )
    case_number = words_field("Case number", 60, required=False)
    signed_by = words_field("Who signed", 120, required=False)
    signer = forms.ChoiceField(
        label="Under what title",
        choices=[("", "Choose"), *((str(t), t.label) for t in SignerTitle)],
    )
    form = words_field(
        "Number of the form", 20, required=False, help_text="Like AO 442, if it has one"
    )
    statutes = words_field(
        "Statutes it cites", 200, required=False, help_text="Like 18 USC 922(g)(1)"
    )
    states_probable_cause = forms.BooleanField(
        label="It says that sworn facts establish probable cause", required=False
    )
    indictment = words_field("Number of the indictment", 60, required=False)
    issued_on = date_field("Issued on", required=False)
    execute_by = date_field("To be executed by", required=False)
    by_immigration_authority = forms.BooleanField(
        label="An officer of an immigration authority brings it", required=False
    )
    scope_kind = forms.ChoiceField(
        label="What it is for",
        choices=[("", "Choose"), *((str(k), k.label) for k in ScopeKind)],
    )
    people = forms.CharField(
        label="Whom it names",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One person a line, as it is written. Stored sealed.",
    )
    booking_numbers = words_field(
        "Booking numbers that it names", 200, required=False, help_text="With commas"
    )
    records = forms.CharField(
        label="Records that it describes",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In its own words. Stored sealed.",
    )
    classes = forms.TypedMultipleChoiceField(
        label="Which kinds of records these are",
        required=False,
        coerce=int,
        choices=[(int(c), CLASS_LABELS[c]) for c in _CAN_BE_NAMED],
        widget=forms.CheckboxSelectMultiple,
    )
    records_from = date_field("Records from", required=False)
    records_until = date_field("Records until", required=False)
    purpose = words_field("What for", 120, required=False)

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if kind in set(AdministrativePaper):
            label = AdministrativePaper(kind).label
            raise ValidationError(
                f"{label}: no court's paper. {POINTER} This scan stays as it is, and "
                "nothing rests on it."
            )
        return kind

    def numbers(self) -> list[str]:
        written = self.cleaned_data["booking_numbers"].split(",")
        return list(
            dict.fromkeys(number.strip() for number in written if number.strip())
        )

    def said(self) -> Statement:
        said = self.cleaned_data
        court = court_of(said["court_label"])
        return Statement(
            kind=InstrumentKind(said["kind"]),
            court_label=said["court_label"],
            court=courts()[court.code] if court else None,
            signer=SignerTitle(said["signer"]),
            scope=self._scope(),
            **{name: said[name] for name in _AS_WRITTEN},
        )

    def _scope(self) -> Scope:
        said = self.cleaned_data
        return Scope(
            kind=ScopeKind(said["scope_kind"]),
            people=tuple(filter(None, map(str.strip, said["people"].splitlines()))),
            records=said["records"],
            classes=mask_of(said["classes"]),
            records_from=said["records_from"],
            records_until=said["records_until"],
            purpose=said["purpose"],
        )


_AS_WRITTEN = (
    *("signed_by", "form", "case_number", "statutes", "states_probable_cause"),
    *("indictment", "issued_on", "execute_by", "by_immigration_authority"),
)


class CallForm(forms.Form):
    """A call to the clerk of court. There is no field for a number."""

    result = forms.TypedChoiceField(
        label="What the clerk said",
        coerce=CallResult,
        choices=[("", "Choose"), *((str(r), r.label) for r in CallResult)],
    )
    spoke_with = words_field("With whom you spoke", 80, required=False)


class ServedForm(forms.Form):
    served_at = moment_field("When")


class AcceptForm(forms.Form):
    """What counsel takes upon themselves of what is for counsel."""

    checks = forms.TypedMultipleChoiceField(
        label="Accepted",
        coerce=Check,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments, asked=(), **options):
        super().__init__(*arguments, **options)
        self.fields["checks"].choices = list(asked)
