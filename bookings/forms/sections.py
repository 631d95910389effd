"""The sections of the intake page, in the order in which a clerk goes through them.

A new section: a ``SectionForm`` (``bookings.forms.section``), its fields as columns of
``bookings.pages.intake.INTAKE``, and a line here.
"""

from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings.forms.arrest import ArrestForm, CareForm, ChargesForm, CourtForm
from bookings.forms.intake import AliasesForm, ContactForm, PersonForm
from bookings.forms.section import Section

P0, P1, P1S = FieldClass.REGISTER, FieldClass.CUSTODY, FieldClass.SAFETY
P2, P3 = FieldClass.IDENTITY, FieldClass.CONTACT

SECTIONS: tuple[Section, ...] = (
    Section("person", "Person", PersonForm, "p", needs=P0 | P2),
    Section("arrest", "Arrest", ArrestForm, "a", needs=P1),
    Section("charges", "Charges", ChargesForm, "c", needs=P0 | P1),
    Section("court", "Court and bail", CourtForm, "b", needs=P0 | P1),
    Section("aliases", "Other names", AliasesForm, "o", needs=P2),
    Section("contact", "Address and telephone", ContactForm, "d", needs=P3),
    Section("care", "Care", CareForm, "s", needs=P1S),
)


def section_named(name: str) -> Section | None:
    return next((section for section in SECTIONS if section.name == name), None)


def sections_for(viewer: Viewer, shown: Shown) -> list[Section]:
    """Those that this viewer may see and write of this booking."""
    return [section for section in SECTIONS if section.is_for(viewer, shown)]
