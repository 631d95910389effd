"""The rule and the acts as pages that a lawyer can read, computed from them."""

from collections.abc import Iterator

from access import law as lawfile
from access.acts import ACT_LABELS, ACTS
from access.enums import (
    CLASS_LABELS,
    CLASSES,
    EVERYTHING,
    GRANT_BASES,
    PURPOSE_LABELS,
    Basis,
    BookingKind,
    Certainty,
    Effect,
    LawKind,
    Mission,
    Purpose,
    Role,
)
from access.law import Law
from access.policy import BookingFacts, ViewerFacts, decide, is_forbidden
from access.services import LAWS

_GENERATED = (
    "This page is written by `manage.py reference_pages`; `make check` fails when it "
    "is stale.\n"
)
# One reader for each line of the table: mission, role, and how the law knows them.
_READERS: tuple[tuple[str, Mission, Role, bool], ...] = (
    (
        "Booking clerk, custody officer, shift supervisor",
        Mission.JAIL,
        Role.BOOKING_CLERK,
        False,
    ),
    ("Records officer, records supervisor", Mission.JAIL, Role.RECORDS_OFFICER, False),
    ("Jail nurse", Mission.HEALTH, Role.NURSE, False),
    ("Officer of a criminal unit", Mission.CRIMINAL, Role.OFFICER, False),
    ("Prosecutor", Mission.PROSECUTION, Role.PROSECUTOR, False),
    ("Public defender", Mission.DEFENCE, Role.PUBLIC_DEFENDER, False),
    ("Officer of a court", Mission.COURT, Role.OFFICER, False),
    (
        "Administrator, coordinator, privacy officer",
        Mission.JAIL,
        Role.ADMINISTRATOR,
        False,
    ),
    ("Counsel", Mission.PROSECUTION, Role.COUNSEL, False),
    ("Council staff, auditor, ombuds", Mission.OVERSIGHT, Role.COUNCIL_STAFF, False),
    (
        "Officer of a unit with immigration work among its duties",
        Mission.MIXED,
        Role.OFFICER,
        False,
    ),
    (
        "Officer of a criminal unit in an immigration department",
        Mission.CRIMINAL,
        Role.OFFICER,
        True,
    ),
    (
        "Officer of a civil immigration unit",
        Mission.CIVIL_IMMIGRATION,
        Role.OFFICER,
        True,
    ),
)
_FACTS = {
    BookingKind.ORDINARY: BookingFacts(),
    BookingKind.JUVENILE: BookingFacts(is_juvenile=True),
    BookingKind.SEALED: BookingFacts(is_sealed=True),
}


def pages() -> dict[str, str]:
    """File name → text of every generated page."""
    return {
        "who-may-see-what.md": "".join(_who_may_see_what()),
        "who-may-do-what.md": "".join(_who_may_do_what()),
    }


def laws() -> list[Law]:
    found = (lawfile.parse(p.read_bytes(), name=p.name) for p in LAWS.glob("*.toml"))
    return sorted(found, key=lambda law: (law.kind, law.effective_at))


def _table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    for line in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(line)} |\n"
    yield "\n"


def _who_may_see_what() -> Iterator[str]:
    yield "# Who may see what\n\n"
    yield _GENERATED
    yield (
        "\nFor each law: what a unit of each kind may be shown of a booking when it "
        "holds every permission that an agreement can give. **S**: by standing access. "
        "A letter of a basis: only while a grant on that basis is live for that "
        "booking. Empty: never, or by nothing.\n\n"
    )
    yield from _legend()
    for law in laws():
        yield f"## {law.title}\n\n"
        kind = "A system's reach, not law" if law.kind is LawKind.SYSTEM else "Law"
        yield f"{kind}, from {law.effective_at:%d %B %Y, %H:%M %z}. "
        yield f"{law.effective_source}{_for_counsel(law.effective_certainty)}\n\n"
        for booking in BookingKind:
            yield f"### {booking.value.capitalize()} bookings\n\n"
            yield from _table(*_law_table(law, booking))
        yield "### The rules\n\n"
        yield from _table(*_rules(law))


_LETTERS = {
    Basis.JUDICIAL_WARRANT: "W",
    Basis.COURT_ORDER: "O",
    Basis.WRITTEN_PERMISSION: "P",
    Basis.TREATMENT: "T",
    Basis.APPROVED_REQUEST: "A",
    Basis.EMERGENCY: "E",
}


def _legend() -> Iterator[str]:
    yield "Bases: " + ", ".join(
        f"**{_LETTERS[basis]}** {basis.label.lower()}" for basis in GRANT_BASES
    )
    yield ". **R**: public register.\n\n"


def _law_table(law: Law, booking: BookingKind) -> tuple[list[str], list[list[str]]]:
    head = ["Who", *(f"{c.code} {CLASS_LABELS[c]}" for c in CLASSES)]
    public = [_cell(law, ViewerFacts(None), booking, c) for c in CLASSES]
    rows = [["Everybody", *public]]
    for label, mission, role, in_department in _READERS:
        viewer = ViewerFacts(mission, frozenset({role}), in_department)
        forbidden = " (forbidden account)" if is_forbidden(law, viewer) else ""
        cells = [_cell(law, viewer, booking, c) for c in CLASSES]
        rows.append([label + forbidden, *cells])
    return head, rows


def _cell(law: Law, viewer: ViewerFacts, booking: BookingKind, field_class) -> str:
    """The ways in which a class can open, each tried for every purpose alone."""

    def opens(held) -> bool:
        return any(
            field_class in decide(law, viewer, purpose, _FACTS[booking], held).allowed
            for purpose in Purpose
        )

    if opens({}):
        return "R"
    if opens({Basis.STANDING: EVERYTHING}):
        return "S"
    return " ".join(
        _LETTERS[basis] for basis in GRANT_BASES if opens({basis: EVERYTHING})
    )


def _rules(law: Law) -> tuple[list[str], list[list[str]]]:
    head = ["Rule", "Effect", "For", "Classes", "Text", "Source"]
    rows = [
        [
            rule.id,
            rule.effect.value.replace("_", " ")
            + (
                f": {', '.join(sorted(b.label for b in rule.bases))}"
                if rule.bases
                else ""
            ),
            _for_whom(rule),
            ", ".join(c.code for c in CLASSES if c in rule.classes),
            rule.text,
            rule.citation + _for_counsel(rule.certainty),
        ]
        for rule in law.rules
    ]
    return head, rows


def _for_whom(rule) -> str:
    if rule.effect is Effect.REGISTER:
        return "everybody"
    who = ", ".join(
        sorted(mission.value.replace("_", " ") for mission in rule.missions)
    )
    if rule.roles:
        who += f" ({', '.join(sorted(role.label.lower() for role in rule.roles))})"
    if rule.purposes:
        purposes = sorted(PURPOSE_LABELS[purpose].lower() for purpose in rule.purposes)
        who += f"; for {', '.join(purposes)}"
    return who


def _for_counsel(certainty: Certainty) -> str:
    return "" if certainty is Certainty.FOUND else f" *(for counsel: {certainty})*"


def _who_may_do_what() -> Iterator[str]:
    yield "# Who may do what\n\n"
    yield _GENERATED
    yield (
        "\nA role in a unit may do an act where the table says yes. Roles unite inside "
        "one capacity alone. An act on a record needs the record to be visible first, "
        "and what its state permits is in each app's `rules.py`.\n\n"
    )
    roles = sorted(Role, key=lambda role: role.label)
    rows = [
        [ACT_LABELS[act], *("yes" if role in ACTS[act] else "" for role in roles)]
        for act in ACTS
    ]
    yield from _table(["Act", *(role.label for role in roles)], rows)
