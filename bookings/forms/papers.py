"""What is written down of a paper of the immigration authorities, and of handing it over."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError

from access.models import Facility
from bookings import enums
from bookings.forms.fields import moment_field, words_field
from bookings.rules import RuleViolation
from bookings.scans import scanned_upload
from bookings.selectors import usable_texts
from bookings.services.papers import Received, Served

_OTHER = "other"


def _choice(label: str, labels: dict, first: str | None = "Choose", **options):
    own = [(str(code), words) for code, words in labels.items()]
    if first is not None:
        own.insert(0, ("", first))
    return forms.ChoiceField(label=label, choices=own, **options)


class ScanField(forms.FileField):
    """A scanned paper; gives its pages as pictures."""

    widget = forms.FileInput(
        attrs={"accept": "application/pdf,image/jpeg,image/png,image/tiff"}
    )

    def clean(self, data, initial=None):
        scan = super().clean(data, initial)
        if not scan:
            return []
        try:
            return list(scanned_upload(scan).pages)
        except RuleViolation as violation:
            raise ValidationError(str(violation)) from violation


class HandInForm(forms.Form):
    """A paper came: what kind it is, how, and the scan. No more is asked of the desk."""

    form = _choice("Number on the form", enums.PAPER_FORM_LABELS)
    received_by = _choice("It came by", enums.PAPER_MEANS)
    received_at = moment_field("Received at")
    scan = ScanField(
        label="The paper, scanned",
        help_text="PDF, JPEG, PNG or TIFF, at most 10 MB and 20 pages. It goes to the "
        "records unit; it cannot be opened here again.",
    )

    def received(self) -> Received:
        return Received(
            **{
                name: self.cleaned_data[name]
                for name in Received.__slots__
                if name in self.cleaned_data
            }
        )

    def sheets(self) -> list[bytes]:
        return self.cleaned_data["scan"]


class DescribeForm(HandInForm):
    """What stands on the form itself, and what came with it: nothing of the person."""

    edition = words_field(
        "Edition of the form",
        10,
        required=False,
        help_text="As printed at its foot, like 02/17",
    )
    office = words_field(
        "Office that sent it", 120, help_text="Like ERO Seattle. No officer's name."
    )
    office.widget.attrs["list"] = "offices"
    attached = _choice(
        "Administrative warrant with it",
        enums.ATTACHED_LABELS,
        first=None,
        required=False,
        help_text="Signed by an immigration officer: it binds nobody here.",
    )
    judicial = _choice(
        "Judge's warrant with it",
        enums.JUDICIAL_LABELS,
        first=None,
        required=False,
        help_text="Of a court, with a judge's signature and a case number.",
    )
    scan = None

    @classmethod
    def about(cls, paper: dict) -> "DescribeForm":
        """The form as the paper stands; ``paper``: what the gate gave of it."""
        received_at = datetime.fromisoformat(paper["received_at"])
        stated = {name: paper[name] for name in Received.__slots__}
        return cls(initial=stated | {"received_at": received_at})

    field_order = ("form", "edition", "office", "received_by", "received_at")


class ReceiveForm(DescribeForm):
    """The same of a paper that came to the records unit, with its scan."""

    scan = ScanField(
        label="The paper, scanned",
        required=False,
        help_text="PDF, JPEG, PNG or TIFF, at most 10 MB and 20 pages.",
    )


def answer_languages() -> list[tuple[str, str]]:
    """In which the county's answer may be printed: its code, and its own name."""
    texts = usable_texts(enums.LegalTextKind.DETAINER_ANSWER)
    return [(text.language, text.language_name) for text in texts]


class ServeForm(forms.Form):
    """The copy and the county's answer were given to the person."""

    served_at = moment_field("Given at")
    language = forms.ChoiceField(label="Language of the answer")
    other_language = words_field("Which other language", 40, required=False)
    interpreter = words_field(
        "Interpreter",
        80,
        required=False,
        help_text="Name or number. Never one of the immigration authorities'.",
    )
    result = _choice("How it was taken", enums.COPY_RESULT_LABELS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            *answer_languages(),
            (_OTHER, "Another, read by an interpreter"),
        ]

    def clean(self):
        said = super().clean()
        if said.get("language") == _OTHER:
            if not said.get("other_language"):
                self.add_error("other_language", "Say which language it was read in.")
            if not said.get("interpreter"):
                self.add_error("interpreter", "Say who read it to the person.")
        return said

    def served(self) -> Served:
        said = self.cleaned_data
        is_other = said["language"] == _OTHER
        return Served(
            served_at=said["served_at"],
            language=said["other_language"] if is_other else said["language"],
            result=said["result"],
            interpreter=said["interpreter"],
        )


class ConcludeForm(forms.Form):
    """What became of the paper. None of it touches custody."""

    outcome = _choice("What became of it", enums.PAPER_OUTCOME_LABELS)
    lifted_at = moment_field("Lifted at", required=False)


class PaperFilterForm(forms.Form):
    """Which papers the register shows."""

    facility = forms.ModelChoiceField(
        Facility.objects.all(), required=False, empty_label="Every facility"
    )
    show = forms.ChoiceField(
        label="Copies",
        required=False,
        choices=[
            ("", "All papers"),
            ("unserved", "Not served yet"),
            ("served", "All served"),
        ],
    )

    def wanted(self) -> dict:
        """The register's own words; what cannot be read is no filter."""
        said = self.cleaned_data if self.is_valid() else {}
        facility = said.get("facility")
        return {
            "facility_id": facility.pk if facility else None,
            "served": {"served": True, "unserved": False}.get(said.get("show") or ""),
        }
