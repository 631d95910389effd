"""The record page for one reader. Only what is there is told."""

from datetime import date, datetime

from django.utils import timezone

from access import policy
from access.acts import Act
from access.enums import CLASS_LABELS, CLASSES, Basis, Certainty, FieldClass
from access.gate import Shown
from access.policy import Refusal
from access.viewer import Viewer
from bookings import enums, pages
from bookings.presenters import parts
from bookings.presenters.acts_on import acts_on
from bookings.presenters.fields import in_words
from bookings.presenters.tabs import tabs
from bookings.presenters.words import (
    NONE_SET,
    NOT_STATED,
    charges,
    day,
    entered_late,
    height,
    mark,
    moment,
    money,
    name,
    status,
    weight,
)

# RCW 70.48.100(2): records of a person confined are confidential, with exceptions.
_CONFIDENTIAL = "RCW 70.48.100(2)"

_REASONS = {
    Refusal.DOOR: "This booking opens only to whoever may know that it is protected.",
    Refusal.STANDING: "Your account is not open.",
    Refusal.NO_RULE: (
        "The law does not open this to your unit and role for the purpose you stated."
    ),
    Refusal.NEEDS_BASIS: "Opens only on {bases}, for this booking and for a set time.",
    Refusal.NOT_HELD: (
        "The law allows it, but your unit's agreement with this facility does not "
        "cover it."
    ),
}
# Neither a law nor a paper: asking for access would not help.
_CEILING = {
    "reason": "Your account's ceiling for today is reached. It opens again at midnight.",
    "citation": "",
    "for_counsel": False,
    "may_ask": False,
}
_ON = {
    Basis.JUDICIAL_WARRANT: "a judge's warrant",
    Basis.COURT_ORDER: "a court order",
    Basis.WRITTEN_PERMISSION: "the person's written permission",
    Basis.TREATMENT: "treatment",
    Basis.APPROVED_REQUEST: "an approved request",
    Basis.EMERGENCY: "an emergency that the jail's commander opens",
}


def record_page(shown: Shown, viewer: Viewer) -> dict:
    sections = [section for build in _SECTIONS if (section := build(shown))]
    not_shown = withheld(shown, viewer)
    return {
        "booking_id": shown.booking_id,
        "name": name(shown),
        "status": status(shown),
        "key_facts": _key_facts(shown, viewer.at),
        "safety": parts.safety(shown),
        "may_set_alerts": bool(viewer.may(Act.SET_ALERT)),
        "charges": charges(shown),
        "shows_charge_status": shown.allows(FieldClass.CUSTODY),
        "sections": sections,
        "photo": _photo(shown),
        "tabs": tabs(viewer, shown.booking_id, "bookings:record", shown.classes),
        "may_export": bool(viewer.may(Act.EXPORT)),
        "withheld": not_shown,
        "ceiling": shown.ceiling,
        "may_ask": any(part["may_ask"] for part in not_shown),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
        "acts": acts_on(shown, viewer),
    }


def _key_facts(shown: Shown, at: datetime) -> list[tuple[str, str]]:
    """What tells one person in custody from another, and what comes next."""
    facts = []
    if shown.allows(FieldClass.CUSTODY):
        facts.append(("Booking number", shown["booking.booking_number"]))
    if shown.allows(FieldClass.IDENTITY):
        facts.append(("Born", _born(shown["person.birth_date"], at)))
    facts.append(("Facility", shown["facility.name"]))
    if shown.allows(FieldClass.MOVEMENTS):
        word = "Last housing" if shown["booking.discharged_at"] else "Housing"
        facts.append((word, shown["booking.housing"] or "not assigned"))
    facts.append(("Booked", moment(shown["booking.booked_at"])))
    facts += entered_late(shown, "Booked", "booking.intake_entered_at")
    late = entered_late(shown, "Released", "booking.discharge_entered_at")
    if shown["booking.discharged_at"]:
        return [
            *facts,
            ("Released", moment(shown["booking.discharged_at"])),
            *late,
            ("Manner", shown["booking.discharge_manner"]),
            *_court_date(shown),
            ("Bail", money(shown["booking.bail_amount"])),
            *_expected_release(shown, "Release was expected"),
        ]
    return [
        *facts,
        *late,
        *_court_date(shown),
        ("Bail", money(shown["booking.bail_amount"])),
        *_expected_release(shown, "Expected release"),
    ]


def _court_date(shown: Shown) -> list[tuple[str, str]]:
    """The date stands after a release too: whoever left is still to come to court."""
    if not shown.allows(FieldClass.CUSTODY):
        return []
    at = shown["booking.next_court_at"]
    return [("Next court date", moment(at) if at else NONE_SET)]


def _expected_release(shown: Shown, label: str) -> list[tuple[str, str]]:
    expected = shown.get("booking.expected_discharge_on")
    return [(label, day(expected))] if expected else []


def subject_facts(shown: Shown) -> list[tuple[str, str]]:
    """By what one makes sure of the right person before acting."""
    number = shown.get("booking.booking_number")
    left = shown["booking.discharged_at"]
    return [
        *([("Booking number", number)] if number else []),
        ("Facility", shown["facility.name"]),
        ("Booked", moment(shown["booking.booked_at"])),
        *([("Released", moment(left))] if left else []),
    ]


def _born(birth_date: date | None, at: datetime) -> str:
    if birth_date is None:
        return NOT_STATED
    today = timezone.localtime(at).date()
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    age = today.year - birth_date.year - (not had_birthday)
    return f"{day(birth_date)} (age\u00a0{age})"


def _photo(shown: Shown) -> dict:
    """Whether there is a photo, and when it was taken; or that it is not shown."""
    taken_at = shown.get("photos.taken_at")
    return {
        "is_there": bool(taken_at),
        "taken": moment(taken_at) if taken_at else "",
        "may_be_shown": shown.allows(FieldClass.IDENTITY),
    }


def _section(
    shown: Shown, field_class: FieldClass, facts, label: str = ""
) -> dict | None:
    """One card of facts; an empty value is said in words by the template."""
    if not shown.allows(field_class):
        return None
    return {
        "label": label or CLASS_LABELS[field_class],
        "facts": [
            (label, "" if value == NOT_STATED else value) for label, value in facts()
        ],
    }


def _custody(shown: Shown) -> dict | None:
    def facts():
        told = [
            ("Arresting agency", shown["booking.arresting_agency"]),
            ("Its ORI", shown["booking.arresting_ori"]),
            ("Its case number", shown["booking.agency_case_number"]),
            ("Court", shown["booking.court"]),
            ("Bail set by", shown["booking.bail_court"]),
        ]
        reason = shown["booking.discharge_reason"]
        if reason:
            told.append(("Reason for release", enums.DISCHARGE_LABELS[reason]))
        return told

    return _section(shown, FieldClass.CUSTODY, facts, "Arrest and court")


def _identity(shown: Shown) -> dict | None:
    def facts():
        described = (shown[_DESCRIPTION] or [{}])[0]
        size = (
            height(described.get("height_inches")),
            weight(described.get("weight_pounds")),
        )
        return [
            ("Name used", shown["person.name_used"]),
            (
                "Known by",
                in_words("person.identified_by", shown["person.identified_by"]),
            ),
            ("Other names", "; ".join(_alias(a) for a in shown[_ALIASES])),
            ("Sex", enums.SEXES.get(shown["person.sex"], "")),
            ("Height and weight", ", ".join(filter(None, size))),
            ("Eyes", enums.EYE_COLOURS.get(described.get("eye_colour"), "")),
            ("Hair", enums.HAIR_COLOURS.get(described.get("hair_colour"), "")),
            ("Skin tone", enums.SKIN_TONES.get(described.get("skin_tone"), "")),
            ("Build", enums.BUILDS.get(described.get("build"), "")),
            ("Race (NCIC)", enums.RACES.get(described.get("race"), "")),
            ("Ethnicity (NCIC)", enums.ETHNICITIES.get(described.get("ethnicity"), "")),
            ("Marks", "; ".join(_mark(m) for m in shown[_MARKS])),
        ]

    return _section(shown, FieldClass.IDENTITY, facts, "Description and other names")


_ALIASES = "aliases.surname+given_name"
_DESCRIPTION = (
    "descriptions.height_inches+weight_pounds+eye_colour+hair_colour+race"
    "+ethnicity+skin_tone+build"
)
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
    """Immigration papers: that they came, and whether the person has the copy. Not on
    a page that leaves the building.
    """
    if _DETAINERS not in shown:
        return None

    def facts():
        return [
            (
                f"{paper['form']}, {paper['office']}",
                f"received {moment(paper['received_at'])} by {paper['received_by']}; "
                + _copy(paper),
            )
            for paper in shown[_DETAINERS]
        ] or [("Papers", "None received")]

    return _section(shown, FieldClass.PAPERS, facts)


def _copy(paper: dict) -> str:
    if not paper["copy_served_at"]:
        return "copy not yet given to the person"
    language = f" in {paper['copy_language']}" if paper["copy_language"] else ""
    return f"copy given{language} {moment(paper['copy_served_at'])}"


_SECTIONS = (
    *(_custody, parts.probable_cause, parts.recognizance),
    *(_identity, _contact, parts.belongings, _identifiers, _papers),
)


def withheld(shown: Shown, viewer: Viewer) -> list[dict]:
    """The classes of this page that are not shown; those with one why stand together."""
    if viewer.law is None:
        return []
    # The viewer knows of this booking, so that its kind betrays nothing new.
    booking = policy.BookingFacts()
    offered = pages.classes_of(pages.RECORD) & ~shown.classes & ~shown.withheld
    parts: dict[tuple, dict] = {}
    for field_class in CLASSES:
        if field_class in offered:
            why = _why_withheld(viewer, booking, field_class, shown.classes)
            part = parts.setdefault(tuple(why.values()), {**why, "classes": []})
            part["classes"].append(field_class)
    if shown.withheld:
        classes = [c for c in CLASSES if c in shown.withheld]
        parts[("ceiling",)] = {**_CEILING, "classes": classes}
    return [
        {
            **part,
            "label": " · ".join(CLASS_LABELS[c] for c in part["classes"]),
            "asks_for": "&".join(f"class={int(c)}" for c in part["classes"]),
        }
        for part in parts.values()
    ]


def _why_withheld(
    viewer: Viewer, booking, field_class: FieldClass, shown: FieldClass
) -> dict:
    why = policy.why_not(
        viewer.law, viewer.facts, viewer.purpose, booking, field_class, shown
    )
    bases = [_ON[basis] for basis in sorted(why.rule.bases)] if why.rule else []
    reason = (
        why.rule.text
        if why.refusal is Refusal.NEVER
        else _REASONS[why.refusal].format(bases=" or ".join(bases))
    )
    return {
        "reason": reason,
        "citation": why.rule.citation if why.rule else _CONFIDENTIAL,
        "for_counsel": why.rule is not None
        and why.rule.certainty is not Certainty.FOUND,
        "may_ask": why.refusal in (Refusal.NEEDS_BASIS, Refusal.NOT_HELD),
    }
