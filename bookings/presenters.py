"""What was shown of a booking, in words for one reader. Only what is there is told."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format

from access import policy
from access.enums import CLASS_LABELS, CLASSES, Basis, Certainty, FieldClass
from access.gate import Shown
from access.policy import Refusal
from access.viewer import Viewer
from bookings import enums, pages

_NOT_STATED = "not recorded"
# RCW 70.48.100(2): records of a person confined are confidential, with exceptions.
_CONFIDENTIAL = "RCW 70.48.100(2)"

_REASONS = {
    Refusal.STANDING: "Your account is not open.",
    Refusal.NO_RULE: (
        "The law in force opens this to nobody in your unit and role for the purpose "
        "you have stated."
    ),
    Refusal.NEEDS_BASIS: "This is shown only on {bases}, for one booking and a time.",
    Refusal.NOT_HELD: (
        "The law allows it, but your unit's agreement with this facility does not "
        "cover it."
    ),
}


def moment(at: datetime | str | None) -> str:
    """A moment in jail time; JSON gives text, SQL gives a datetime."""
    if not at:
        return _NOT_STATED
    value = datetime.fromisoformat(at) if isinstance(at, str) else at
    return date_format(timezone.localtime(value), "M j, Y, H:i")


def day(value: date | None) -> str:
    return date_format(value, "M j, Y") if value else _NOT_STATED


def money(amount: Decimal | None) -> str:
    return f"${amount:,.2f}" if amount is not None else "none set"


def name(shown: Shown) -> str:
    """Surname first, as a jail writes it; a single name stands alone."""
    given = " ".join(
        filter(None, (shown["person.given_name"], shown["person.middle_name"]))
    )
    surname = " ".join(filter(None, (shown["person.surname"], shown["person.suffix"])))
    return f"{surname}, {given}" if given else surname


def mark(viewer: Viewer, event: object, at: datetime | None = None) -> dict:
    """Whose copy a page is; stands on screen, in print and in every file."""
    return {"account": viewer.display_name, "at": at or viewer.at, "event": event}


def charges(shown: Shown) -> list[dict]:
    """Charges joined of their public part and, where shown, their status."""
    public = shown["charges.statute+offense+offense_class"]
    inner = shown.get("charges.status+court_case_number") or [{}] * len(public)
    return [
        {
            **outer,
            **part,
            "offense_class": enums.OFFENSE_CLASS_LABELS.get(outer["offense_class"], ""),
        }
        for outer, part in zip(public, inner, strict=True)
    ]


def status(shown: Shown) -> dict:
    left = shown.get("booking.discharged_at")
    if left:
        return {"text": "Released", "tone": "quiet"}
    return {"text": "In custody", "tone": "info"}


def record_page(shown: Shown, viewer: Viewer) -> dict:
    sections = [
        section
        for build in (
            _custody,
            _movements,
            _safety,
            _identity,
            _contact,
            _identifiers,
            _papers,
        )
        if (section := build(shown))
    ]
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "status": status(shown),
        "register": _register(shown),
        "charges": charges(shown),
        "shows_charge_status": shown.allows(FieldClass.CUSTODY),
        "sections": sections,
        "has_photo": bool(shown.get("photos.taken_at")),
        "withheld": withheld(shown, viewer),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
        "in_custody": not shown["booking.discharged_at"],
    }


def _register(shown: Shown) -> list[tuple[str, str]]:
    facts = [
        ("Facility", shown["facility.name"]),
        ("Booked", moment(shown["booking.booked_at"])),
        ("Bail", money(shown["booking.bail_amount"])),
    ]
    if shown["booking.discharged_at"]:
        facts += [
            ("Released", moment(shown["booking.discharged_at"])),
            ("Manner", shown["booking.discharge_manner"]),
        ]
    return facts


def _section(shown: Shown, field_class: FieldClass, facts) -> dict | None:
    if not shown.allows(field_class):
        return None
    return {
        "label": CLASS_LABELS[field_class],
        "facts": [(label, value or _NOT_STATED) for label, value in facts()],
    }


def _custody(shown: Shown) -> dict | None:
    return _section(
        shown,
        FieldClass.CUSTODY,
        lambda: (
            [
                ("Booking number", shown["booking.booking_number"]),
                ("Arresting agency", shown["booking.arresting_agency"]),
                ("Court", shown["booking.court"]),
                ("Next court date", moment(shown["booking.next_court_at"])),
            ]
            + (
                [
                    (
                        "Reason for release",
                        enums.DISCHARGE_LABELS[shown["booking.discharge_reason"]],
                    )
                ]
                if shown["booking.discharge_reason"]
                else []
            )
        ),
    )


def _movements(shown: Shown) -> dict | None:
    return _section(
        shown,
        FieldClass.MOVEMENTS,
        lambda: [
            ("Housing", shown["booking.housing"]),
            ("Expected release", day(shown["booking.expected_discharge_on"])),
        ],
    )


def _safety(shown: Shown) -> dict | None:
    return _section(
        shown,
        FieldClass.SAFETY,
        lambda: [
            ("Instructions", shown["booking.safety_instructions"]),
            ("Interpreter needed for", shown["booking.language_needed"]),
        ],
    )


def _identity(shown: Shown) -> dict | None:
    def facts():
        described = (shown[_DESCRIPTION] or [{}])[0]
        return [
            ("Birth date", day(shown["person.birth_date"])),
            ("Sex", enums.SEXES.get(shown["person.sex"], "")),
            ("Other names", "; ".join(_alias(a) for a in shown[_ALIASES])),
            ("Height", _height(described.get("height_inches"))),
            ("Weight", _weight(described.get("weight_pounds"))),
            ("Eyes", enums.EYE_COLOURS.get(described.get("eye_colour"), "")),
            ("Hair", enums.HAIR_COLOURS.get(described.get("hair_colour"), "")),
            ("Race (NCIC)", enums.RACES.get(described.get("race"), "")),
            ("Marks", "; ".join(_mark(m) for m in shown[_MARKS])),
        ]

    return _section(shown, FieldClass.IDENTITY, facts)


_ALIASES = "aliases.surname+given_name"
_DESCRIPTION = "descriptions.height_inches+weight_pounds+eye_colour+hair_colour+race"
_MARKS = "marks.family+code+description"
_ADDRESSES = "addresses.kind+street+city+state+postal_code"
_DETAINERS = (
    "detainers.form+office+received_at+received_by+copy_served_at+copy_language"
)


def _alias(alias: dict) -> str:
    return ", ".join(filter(None, (alias["surname"], alias["given_name"])))


def _mark(mark: dict) -> str:
    family = enums.MARK_FAMILIES.get(mark["family"], "")
    return f"{family} ({mark['code']}) {mark['description']}".strip()


def _height(inches: int | None) -> str:
    return f"{inches // 12} ft {inches % 12} in" if inches else ""


def _weight(pounds: int | None) -> str:
    return f"{pounds} lb" if pounds else ""


def _contact(shown: Shown) -> dict | None:
    def facts():
        return [("Telephone", shown["person.phone"])] + [
            (
                f"Address ({address['kind']})",
                ", ".join(
                    filter(
                        None,
                        (
                            address["street"],
                            address["city"],
                            f"{address['state']} {address['postal_code']}".strip(),
                        ),
                    )
                ),
            )
            for address in shown[_ADDRESSES]
        ]

    return _section(shown, FieldClass.CONTACT, facts)


def _identifiers(shown: Shown) -> dict | None:
    return _section(
        shown,
        FieldClass.IDENTIFIERS,
        lambda: [
            ("State ID (SID)", shown["person.state_id"]),
            ("FBI number", shown["person.fbi_number"]),
            ("Driver's license", shown["person.driver_license"]),
        ],
    )


def _papers(shown: Shown) -> dict | None:
    """Immigration papers: that they came, and whether the person has the copy."""

    def facts():
        return [
            (
                f"{paper['form']}, {paper['office']}",
                f"received {moment(paper['received_at'])} by {paper['received_by']}; "
                + (
                    f"copy given {moment(paper['copy_served_at'])}"
                    if paper["copy_served_at"]
                    else "copy not yet given to the person"
                ),
            )
            for paper in shown[_DETAINERS]
        ] or [("Papers", "none received")]

    return _section(shown, FieldClass.PAPERS, facts)


def withheld(shown: Shown, viewer: Viewer) -> list[dict]:
    """The classes of this page that are not shown, each with its why."""
    if viewer.law is None:
        return []
    # The viewer knows of this booking, so that its kind betrays nothing new.
    booking = policy.BookingFacts()
    offered = pages.classes_of(pages.RECORD) & ~shown.classes
    return [
        _withheld(viewer, booking, field_class)
        for field_class in CLASSES
        if field_class in offered
    ]


def _withheld(viewer: Viewer, booking, field_class: FieldClass) -> dict:
    why = policy.why_not(viewer.law, viewer.facts, viewer.purpose, booking, field_class)
    bases = sorted(basis.label.lower() for basis in why.rule.bases) if why.rule else []
    reason = (
        why.rule.text
        if why.refusal is Refusal.NEVER
        else _REASONS[why.refusal].format(bases=" or ".join(bases))
    )
    settled = why.rule is None or why.rule.certainty is Certainty.FOUND
    citation = why.rule.citation if why.rule else _CONFIDENTIAL
    return {
        "label": CLASS_LABELS[field_class],
        "reason": reason,
        "citation": citation if settled else f"{citation} (for counsel)",
        "may_ask": why.refusal in (Refusal.NEEDS_BASIS, Refusal.NOT_HELD),
        "field_class": str(int(field_class)),
    }


def list_rows(rows: list[Shown]) -> list[dict]:
    """Rows of the custody list, the register and search results."""
    return [
        {
            "booking_id": shown.booking_id,
            "name": name(shown),
            "facility": shown["facility.name"],
            "booked": moment(shown["booking.booked_at"]),
            "status": status(shown),
            "cause": "; ".join(c["offense"] for c in charges(shown))
            if "charges.statute+offense+offense_class" in shown
            else "",
            "bail": money(shown.get("booking.bail_amount")),
            "released": moment(shown["booking.discharged_at"])
            if shown.get("booking.discharged_at")
            else "",
            "manner": shown.get("booking.discharge_manner", ""),
            "number": shown.get("booking.booking_number", ""),
            "court": moment(shown["booking.next_court_at"])
            if shown.get("booking.next_court_at")
            else "",
            "housing": shown.get("booking.housing", ""),
            "birth_date": day(shown["person.birth_date"])
            if "person.birth_date" in shown
            else "",
        }
        for shown in rows
    ]


def columns_shown(rows: list[Shown]) -> dict:
    """Which optional columns any row carries, so that empty ones are not drawn."""
    return {
        "number": any("booking.booking_number" in row for row in rows),
        "housing": any("booking.housing" in row for row in rows),
        "birth_date": any("person.birth_date" in row for row in rows),
    }


def basis_words(basis: str) -> str:
    return ", ".join(Basis(word).label for word in basis.split())
