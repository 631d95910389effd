"""The words of "who may?". Values are stored: never change one, add another."""

from collections.abc import Iterable
from enum import IntFlag, StrEnum


class FieldClass(IntFlag):
    """A class of fields about a person; a set of classes is a mask of these bits.

    Codes (P0, P1 …) and contents: docs/glossary.md. A field that says nothing
    about a person by itself (a key, a foreign key) has the class REFERENCE.
    """

    REFERENCE = 0
    REGISTER = 1
    CUSTODY = 2
    MOVEMENTS = 4
    SAFETY = 8
    IDENTITY = 16
    CONTACT = 32
    IDENTIFIERS = 64
    ORIGIN = 128
    HEALTH = 256
    PROTECTED = 512
    VISITS = 1024
    PAPERS = 2048

    @property
    def code(self) -> str:
        return CODES[self]

    @property
    def word(self) -> str:
        """The word of the law files, and the end of the permission's codename."""
        return self.name.lower()


CODES = {
    FieldClass.REGISTER: "P0",
    FieldClass.CUSTODY: "P1",
    FieldClass.MOVEMENTS: "P1m",
    FieldClass.SAFETY: "P1s",
    FieldClass.IDENTITY: "P2",
    FieldClass.CONTACT: "P3",
    FieldClass.IDENTIFIERS: "P4",
    FieldClass.ORIGIN: "P5",
    FieldClass.HEALTH: "P6",
    FieldClass.PROTECTED: "P7",
    FieldClass.VISITS: "P8",
    FieldClass.PAPERS: "P9",
}

CLASSES = tuple(CODES)
NOTHING = FieldClass(0)
EVERYTHING = FieldClass(sum(CLASSES))

CLASS_LABELS = {
    FieldClass.REGISTER: "Jail register",
    FieldClass.CUSTODY: "Custody and court",
    FieldClass.MOVEMENTS: "Housing and movements",
    FieldClass.SAFETY: "Safety instructions and language",
    FieldClass.IDENTITY: "Photo, description, birth date, other names",
    FieldClass.CONTACT: "Address and contact",
    FieldClass.IDENTIFIERS: "Identifying numbers",
    FieldClass.ORIGIN: "Consular case",
    FieldClass.HEALTH: "Health",
    FieldClass.PROTECTED: "Juvenile or sealed record",
    FieldClass.VISITS: "Visits and funds",
    FieldClass.PAPERS: "Immigration papers",
}


def class_words(classes: int) -> list[str]:
    """The labels of a set of classes, in the order of their codes."""
    return [CLASS_LABELS[c] for c in CLASSES if c & classes]


def mask_of(bits: Iterable[int]) -> FieldClass:
    """A set of classes from their bits; one that is named twice is in it once."""
    mask = NOTHING
    for bit in bits:
        mask |= FieldClass(bit)
    return mask


def class_of_word(word: str) -> FieldClass:
    """Return the class a law file names. Raises KeyError on an unknown word."""
    field_class = FieldClass[word.upper()]
    if field_class not in CODES:
        raise KeyError(word)
    return field_class


def permission_codename(field_class: FieldClass) -> str:
    return f"view_{field_class.word}"


class Mission(StrEnum):
    """What a unit is for. It is the unit that is classified, never the agency."""

    JAIL = "jail"
    HEALTH = "health"
    CRIMINAL = "criminal"
    CIVIL_IMMIGRATION = "civil_immigration"
    MIXED = "mixed"
    COURT = "court"
    PROSECUTION = "prosecution"
    DEFENCE = "defence"
    OVERSIGHT = "oversight"


# The jail's own custody and health units: no lapse of a paper closes them (law 14).
JAILS_OWN = frozenset({Mission.JAIL, Mission.HEALTH})


class Role(StrEnum):
    """What a person does in a unit. Roles unite inside one capacity only."""

    BOOKING_CLERK = "booking_clerk"
    CUSTODY_OFFICER = "custody_officer"
    SHIFT_SUPERVISOR = "shift_supervisor"
    NURSE = "nurse"
    RECORDS_OFFICER = "records_officer"
    RECORDS_SUPERVISOR = "records_supervisor"
    COUNSEL = "counsel"
    CONSULAR_OFFICER = "consular_officer"
    OFFICER = "officer"
    PROSECUTOR = "prosecutor"
    PUBLIC_DEFENDER = "public_defender"
    COORDINATOR = "coordinator"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    COUNCIL_STAFF = "council_staff"
    OMBUDS = "ombuds"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Purpose(StrEnum):
    """Why somebody looks. Chosen for the session; alone it opens nothing."""

    CUSTODY = "custody"
    HEALTH_CARE = "health_care"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    PROSECUTION = "prosecution"
    DEFENCE = "defence"
    COURT_PROCEEDINGS = "court_proceedings"
    RECORDS_DUTY = "records_duty"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"
    CIVIL_IMMIGRATION = "civil_immigration"
    PUBLIC_REGISTER = "public_register"

    @property
    def label(self) -> str:
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    Purpose.CUSTODY: "Booking and custody",
    Purpose.HEALTH_CARE: "Health care",
    Purpose.CRIMINAL_INVESTIGATION: "Criminal investigation",
    Purpose.PROSECUTION: "Prosecution",
    Purpose.DEFENCE: "Defence",
    Purpose.COURT_PROCEEDINGS: "Court proceedings",
    Purpose.RECORDS_DUTY: "Records and requests",
    Purpose.OVERSIGHT: "Oversight",
    Purpose.ADMINISTRATION: "Accounts and administration",
    Purpose.CIVIL_IMMIGRATION: "Civil immigration enforcement",
    Purpose.PUBLIC_REGISTER: "Public register",
}


class Basis(StrEnum):
    """Why something was shown. All but the first two are carried by a grant."""

    REGISTER = "register"
    STANDING = "standing"
    JUDICIAL_WARRANT = "judicial_warrant"
    COURT_ORDER = "court_order"
    WRITTEN_PERMISSION = "written_permission"
    TREATMENT = "treatment"
    APPROVED_REQUEST = "approved_request"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        return BASIS_LABELS[self]


BASIS_LABELS = {
    Basis.REGISTER: "Jail register",
    Basis.STANDING: "Standing access under an agreement",
    Basis.JUDICIAL_WARRANT: "Judicial warrant",
    Basis.COURT_ORDER: "Court order",
    Basis.WRITTEN_PERMISSION: "Written permission of the person",
    Basis.TREATMENT: "Treatment",
    Basis.APPROVED_REQUEST: "Approved request",
    Basis.EMERGENCY: "Emergency: danger to life",
}

# What a row of access to one booking is called; all others are grants, by their basis.
ATTORNEY_OF_RECORD = "Attorney of record"


def row_label(basis: Basis) -> str:
    """Standing access to one booking is an attorney's, of record in its case."""
    return ATTORNEY_OF_RECORD if basis is Basis.STANDING else basis.label


GRANT_BASES = tuple(b for b in Basis if b not in (Basis.REGISTER, Basis.STANDING))
JUDICIAL_BASES = frozenset({Basis.JUDICIAL_WARRANT, Basis.COURT_ORDER})
# What an account's daily ceiling does not hold back: a judge's word, a danger to life.
PAST_CEILING = JUDICIAL_BASES | {Basis.EMERGENCY}


class Effect(StrEnum):
    REGISTER = "register"
    ALLOW = "allow"
    ALLOW_ON_BASIS = "allow_on_basis"
    NEVER = "never"


class BookingKind(StrEnum):
    """Sealed wins over juvenile: the narrower secrecy is the one that counts."""

    ORDINARY = "ordinary"
    JUVENILE = "juvenile"
    SEALED = "sealed"


class Departments(StrEnum):
    """Whether a rule reaches units of a department that enforces immigration law."""

    EXCLUDED = "excluded"
    INCLUDED = "included"
    ONLY = "only"


class Certainty(StrEnum):
    """How sure we are of a citation. Below FOUND it is shown "for counsel"."""

    FOUND = "found"
    HIGH = "high"
    MED = "med"
    LOW = "low"


class DutyKind(StrEnum):
    """What a law tells somebody to do."""

    TRAIN = "train"
    REPORT = "report"
    REVIEW = "review"
    NOTIFY = "notify"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class LawKind(StrEnum):
    LAW = "law"
    SYSTEM = "system"


class Standing(StrEnum):
    GOOD = "good"
    WARNED = "warned"
    DORMANT = "dormant"
    FORBIDDEN = "forbidden"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    UNREVIEWED = "unreviewed"
    UNTRAINED = "untrained"
    INVITED = "invited"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class ProposalStatus(StrEnum):
    """What became of an act that takes two people."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Factor(StrEnum):
    """What somebody has shown to be who they say they are."""

    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    COUNTY_SIGN_ON = "county_sign_on"
    DEMONSTRATION = "demonstration"


class ChallengeKind(StrEnum):
    """What a challenge was given for; it answers for nothing else."""

    ADD_PASSKEY = "add_passkey"
    SECOND_FACTOR = "second_factor"
    SIGN_IN = "sign_in"
    COUNTY_SIGN_ON = "county_sign_on"
    COUNTY_LINK = "county_link"


class IdentityDocument(StrEnum):
    """What was looked at when somebody came to show who they are. Never its number."""

    AGENCY_BADGE = "agency_badge"
    DRIVERS_LICENSE = "drivers_license"
    STATE_ID = "state_id"
    PASSPORT = "passport"
    MILITARY_ID = "military_id"

    @property
    def label(self) -> str:
        return IDENTITY_DOCUMENT_LABELS[self]


IDENTITY_DOCUMENT_LABELS = {
    IdentityDocument.AGENCY_BADGE: "Badge with a photo, of their agency",
    IdentityDocument.DRIVERS_LICENSE: "Driver's license",
    IdentityDocument.STATE_ID: "Identity card of a state",
    IdentityDocument.PASSPORT: "Passport",
    IdentityDocument.MILITARY_ID: "Military identity card",
}


class SessionEnd(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed_out"
    BY_HOLDER = "by_holder"
    TOO_LONG = "too_long"
    STANDING = "standing"
    CLOSED = "closed"
    CREDENTIALS = "credentials"
    LOCKED_OUT = "locked_out"


class Door(StrEnum):
    """Where somebody shows a factor."""

    SIGN_IN = "sign_in"
    UNLOCK = "unlock"
    CHANGE = "change"


class AttemptOutcome(StrEnum):
    """What came of showing it. LOCKED: nobody looked, the name was locked already."""

    DONE = "done"
    WRONG = "wrong"
    LOCKED = "locked"


class Step(StrEnum):
    """What stands between a sign-in and work, in the order in which it is taken."""

    LOCKED = "locked"
    FACTOR = "factor"
    CAPACITY = "capacity"
    BANNER = "banner"
    TRAINING = "training"
