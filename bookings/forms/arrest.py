"""What is written down of an arrest: who made it, for what, and what a court has set."""

from django import forms

from bookings import enums, rules, services
from bookings.forms.fields import MoneyField, moment_field, words_field
from bookings.forms.section import LineForm, SectionForm, parts
from bookings.services import Arrest, Court

CIVIL = "civil"


class _OfBooking(SectionForm):
    """A section whose fields are fields of the booking itself."""

    @classmethod
    def initial_from(cls, shown):
        return {name: shown.get(f"booking.{name}") for name in cls.base_fields}


class ArrestForm(_OfBooking):
    arresting_agency = words_field("Arresting agency", 120, required=False)
    arresting_agency.widget.attrs["data-codes"] = "agency"
    arresting_ori = words_field(
        "ORI", 9, required=False, help_text="Nine characters, like WA0170000"
    )
    agency_case_number = words_field("Agency's case number", 30, required=False)

    layout = (
        (
            "form-row--arrest",
            ("arresting_agency", "arresting_ori", "agency_case_number"),
        ),
    )

    def clean_arresting_ori(self):
        ori = self.cleaned_data["arresting_ori"].upper()
        if ori and (len(ori) != 9 or not ori.isalnum()):
            raise forms.ValidationError("An ORI has nine letters and figures.")
        return ori

    def save(self, booking_id, *, by):
        services.save_arrest(booking_id, Arrest(**self.cleaned_data), by=by)


class CourtForm(_OfBooking):
    court = words_field("Court", 80, required=False)
    next_court_at = moment_field("Next court date", required=False)
    bail_amount = MoneyField(
        label="Bail, in dollars",
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    bail_court = words_field("Bail set by", 80, required=False)

    def save(self, booking_id, *, by):
        services.save_court(booking_id, Court(**self.cleaned_data), by=by)


class ChargeLine(LineForm):
    statute = words_field("RCW section or offense", 30)
    statute.widget.attrs["data-codes"] = "charge"
    offense = words_field("Offense", 120)
    offense_class = forms.ChoiceField(
        label="Class",
        choices=[("", "Not stated")]
        + [(kind.value, label) for kind, label in enums.OFFENSE_CLASS_LABELS.items()],
        required=False,
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[
            (enums.ChargeStatus.INVESTIGATION.value, "Investigation of"),
            *(
                (status.value, status.value.capitalize())
                for status in enums.ChargeStatus
                if status is not enums.ChargeStatus.INVESTIGATION
            ),
        ],
        initial=enums.ChargeStatus.INVESTIGATION.value,
    )
    ncic_code = words_field("NCIC code", 4, required=False)
    court_case_number = words_field("Court case", 30, required=False)
    criminal_basis = forms.ChoiceField(
        label="Of an immigration code: what is it?",
        choices=[
            ("", "Another code"),
            *enums.CRIMINAL_BASES.items(),
            (CIVIL, "A civil warrant, request or notice: no charge"),
        ],
        required=False,
    )
    criminal_basis.widget.attrs["data-challenge"] = True

    def clean(self):
        """A code of immigration matters is asked about: a civil one is no charge."""
        cleaned = super().clean()
        is_asked = rules.is_immigration_charge(
            cleaned.get("ncic_code", ""), cleaned.get("statute", "")
        )
        if is_asked and not cleaned.get("criminal_basis"):
            self.add_error(
                "criminal_basis",
                "Codes 03xx and title 8 are often civil matters that were entered as a"
                " charge, and hold nobody. Say what the paper is.",
            )
        if not is_asked:
            cleaned["criminal_basis"] = ""
        return cleaned


class ChargesForm(SectionForm):
    line_class = ChargeLine
    line_word = "charge"
    note = (
        "Type a section or an offense. A civil immigration matter is no charge: it is"
        " left out, and its paper goes to the records unit."
    )

    gone = "A civil matter is no charge and is left out. Its paper goes to the records unit."

    def is_kept(self, line):
        """A civil matter that was entered as a charge holds nobody, and is left out."""
        return super().is_kept(line) and line.cleaned_data["criminal_basis"] != CIVIL

    @classmethod
    def initial_from(cls, shown):
        return {"lines": parts(shown, "charges")}

    def save(self, booking_id, *, by):
        services.save_charges(booking_id, self.lines_to_save(), by=by)
