"""The words of what leaves by another way than a page. Values are stored."""

from enum import StrEnum


class Channel(StrEnum):
    COUNTER = "counter"
    PHONE = "phone"
    MAIL = "mail"
    FAX = "fax"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]


CHANNEL_LABELS = {
    Channel.COUNTER: "At the counter",
    Channel.PHONE: "By telephone",
    Channel.MAIL: "By mail",
    Channel.FAX: "By fax",
}


class Wanted(StrEnum):
    """For what somebody asked. What is not public has no answer here. STATUS: an inquiry
    about citizenship or immigration status (8 USC 1373).
    """

    WHETHER_HERE = "whether_here"
    CHARGES = "charges"
    BAIL = "bail"
    LEFT = "left"
    NOT_PUBLIC = "not_public"
    STATUS = "status"

    @property
    def label(self) -> str:
        return WANTED_LABELS[self]


WANTED_LABELS = {
    Wanted.WHETHER_HERE: "Whether somebody is here",
    Wanted.CHARGES: "What somebody is held for",
    Wanted.BAIL: "Bail, and how to post it",
    Wanted.LEFT: "Whether and how somebody left",
    Wanted.NOT_PUBLIC: "Something that is not public",
    Wanted.STATUS: "Somebody's citizenship or immigration status",
}


class Answer(StrEnum):
    READ_REGISTER = "read_register"
    NOBODY = "nobody"
    NOTHING_MORE = "nothing_more"
    PASSED_ON = "passed_on"
    NOT_HELD = "not_held"

    @property
    def label(self) -> str:
        return ANSWER_LABELS[self]


ANSWER_LABELS = {
    Answer.READ_REGISTER: "The register was read aloud",
    Answer.NOBODY: "Nobody of that name is on the register",
    Answer.NOTHING_MORE: "Nothing more can be told",
    Answer.PASSED_ON: "Passed on",
    Answer.NOT_HELD: "Not collected, not held; counsel has the inquiry",
}


class PassedTo(StrEnum):
    NOBODY = "nobody"
    RECORDS = "records"
    SUPERVISOR = "supervisor"
    COUNSEL = "counsel"
    COURT_CLERK = "court_clerk"

    @property
    def label(self) -> str:
        return PASSED_TO_LABELS[self]


PASSED_TO_LABELS = {
    PassedTo.NOBODY: "Passed to nobody",
    PassedTo.RECORDS: "The records unit",
    PassedTo.SUPERVISOR: "The shift supervisor",
    PassedTo.COUNSEL: "The county's counsel",
    PassedTo.COURT_CLERK: "The clerk of the court",
}


class AskerKind(StrEnum):
    CRIMINAL_JUSTICE = "criminal_justice"
    IMMIGRATION = "immigration"
    OTHER = "other"

    @property
    def label(self) -> str:
        return ASKER_LABELS[self]


ASKER_LABELS = {
    AskerKind.CRIMINAL_JUSTICE: "A criminal justice agency",
    AskerKind.IMMIGRATION: "A federal immigration authority",
    AskerKind.OTHER: "Somebody else",
}


class Matter(StrEnum):
    CRIMINAL = "criminal"
    NONCRIMINAL = "noncriminal"

    @property
    def label(self) -> str:
        return MATTER_LABELS[self]


MATTER_LABELS = {
    Matter.CRIMINAL: "A criminal matter",
    Matter.NONCRIMINAL: "A noncriminal matter",
}


class Consent(StrEnum):
    """What the person said to it, once it was explained to them."""

    SIGNED = "signed"
    DECLINED = "declined"
    REFUSED_TO_SIGN = "refused_to_sign"

    @property
    def label(self) -> str:
        return CONSENT_LABELS[self]


CONSENT_LABELS = {
    Consent.SIGNED: "Consents, and has signed",
    Consent.DECLINED: "Declines the interview",
    Consent.REFUSED_TO_SIGN: "Signs nothing",
}
