"""The sections of the intake page, in the order in which a clerk goes through them.

A new section: a ``SectionForm`` (``bookings.forms.section``), its fields as columns of
``bookings.pages.intake.INTAKE``, and a line here.
"""

from access.acts import Act
from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings.forms.arrest import ArrestForm, ChargesForm, CourtForm
from bookings.forms.intake import AliasesForm, ContactForm, PersonForm
from bookings.forms.intake_care import CareSection, HealthSection
from bookings.forms.intake_parts import (
    LooksSection,
    MarksSection,
    PhotoSection,
    PropertySection,
    RecognizanceSection,
    StatementSection,
)
from bookings.forms.section import SavedWhen, Section

P0, P1, P1S = FieldClass.REGISTER, FieldClass.CUSTODY, FieldClass.SAFETY
P2, P3, P8 = FieldClass.IDENTITY, FieldClass.CONTACT, FieldClass.VISITS

SECTIONS: tuple[Section, ...] = (
    Section("person", "Person", PersonForm, "p", needs=P0 | P2),
    Section("arrest", "Arrest", ArrestForm, "a", needs=P1),
    Section("charges", "Charges", ChargesForm, "c", needs=P0 | P1),
    Section("court", "Court and bail", CourtForm, "b", needs=P0 | P1),
    Section("health", "Health questions", HealthSection, "h", P1S, Act.SCREEN_HEALTH),
    Section("care", "Care", CareSection, "s", P1S, Act.SET_ALERT),
    Section("property", "Property", PropertySection, "g", P8, Act.KEEP_PROPERTY),
    Section("looks", "Description", LooksSection, "l", P2, Act.DESCRIBE),
    Section(
        "marks", "Marks", MarksSection, "m", P2, Act.DESCRIBE, saved=SavedWhen.LEFT
    ),
    Section("photo", "Photo", PhotoSection, "f", P2, Act.PHOTOGRAPH),
    Section("aliases", "Other names", AliasesForm, "o", needs=P2),
    Section("contact", "Address and telephone", ContactForm, "d", needs=P3),
    Section(
        "statement",
        "Probable cause",
        StatementSection,
        "w",
        P1,
        Act.RECEIVE_STATEMENT,
        saved=SavedWhen.SENT,
    ),
    Section(
        "recognizance",
        "Personal recognizance",
        RecognizanceSection,
        "r",
        P1 | P3,
        Act.INTERVIEW,
    ),
)


def section_named(name: str) -> Section | None:
    return next((section for section in SECTIONS if section.name == name), None)


def sections_for(viewer: Viewer, shown: Shown) -> list[Section]:
    """Those that this viewer may see and write of this booking."""
    return [section for section in SECTIONS if section.is_for(viewer, shown)]
