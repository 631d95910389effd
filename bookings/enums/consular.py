"""The advisement, the consular question, and what is done about its answer."""

from enum import StrEnum


class LegalTextKind(StrEnum):
    """What a text for a person in custody is for."""

    ADVISEMENT = "advisement"
    CONSULAR_OPTIONAL = "consular_optional"
    CONSULAR_MANDATORY = "consular_mandatory"
    INTERVIEW_CONSENT = "interview_consent"
    DETAINER_ANSWER = "detainer_answer"

    @property
    def label(self) -> str:
        return LEGAL_TEXT_LABELS[self]


LEGAL_TEXT_LABELS = {
    LegalTextKind.ADVISEMENT: "Advisement",
    LegalTextKind.CONSULAR_OPTIONAL: "The consular question",
    LegalTextKind.CONSULAR_MANDATORY: "Where notice is required",
    LegalTextKind.INTERVIEW_CONSENT: "Consent to an interview",
    LegalTextKind.DETAINER_ANSWER: "The county's answer to a detainer",
}


class SignatureOutcome(StrEnum):
    """What came of asking somebody to sign that they were advised."""

    SIGNED_HERE = "signed_here"
    SIGNED_ON_PAPER = "signed_on_paper"
    REFUSED = "refused"
    COULD_NOT = "could_not"

    @property
    def label(self) -> str:
        return SIGNATURE_LABELS[self]


SIGNATURE_LABELS = {
    SignatureOutcome.SIGNED_HERE: "Signed here",
    SignatureOutcome.SIGNED_ON_PAPER: "Signed on paper",
    SignatureOutcome.REFUSED: "Refused to sign",
    SignatureOutcome.COULD_NOT: "Could not sign",
}


class ConsularAnswer(StrEnum):
    """Lies in the consular case's envelope alone."""

    NO = "no"
    YES = "yes"
    LATER = "later"

    @property
    def label(self) -> str:
        return CONSULAR_ANSWER_LABELS[self]


CONSULAR_ANSWER_LABELS = {
    ConsularAnswer.NO: "No",
    ConsularAnswer.YES: "Yes, this one",
    ConsularAnswer.LATER: "Not able to answer now",
}


class ToldHow(StrEnum):
    """In what form somebody was told. It says nothing of what they answered."""

    READ_ALOUD = "read_aloud"
    IN_WRITING = "in_writing"
    BY_INTERPRETER = "by_interpreter"

    @property
    def label(self) -> str:
        return TOLD_HOW_LABELS[self]


TOLD_HOW_LABELS = {
    ToldHow.READ_ALOUD: "Read aloud",
    ToldHow.IN_WRITING: "Given in writing",
    ToldHow.BY_INTERPRETER: "By an interpreter",
}


class ContactKind(StrEnum):
    """What passed between the jail, the person and a consulate."""

    LETTER_SENT = "letter_sent"
    FAX_CONFIRMED = "fax_confirmed"
    TELEPHONED = "telephoned"
    VISIT = "visit"
    CALL = "call"
    MESSAGE_FORWARDED = "message_forwarded"
    PERSON_INFORMED = "person_informed"
    ANSWERED_AGAIN = "answered_again"

    @property
    def label(self) -> str:
        return CONTACT_LABELS[self]

    @property
    def is_notice(self) -> bool:
        """Whether the consulate knows by it: the duty is met."""
        return self in (
            ContactKind.LETTER_SENT,
            ContactKind.FAX_CONFIRMED,
            ContactKind.TELEPHONED,
        )


CONTACT_LABELS = {
    ContactKind.LETTER_SENT: "Letter sent to the consulate",
    ContactKind.FAX_CONFIRMED: "Fax to the consulate, confirmed",
    ContactKind.TELEPHONED: "Consulate told by telephone",
    ContactKind.VISIT: "Visit of a consular officer",
    ContactKind.CALL: "Call with a consular officer",
    ContactKind.MESSAGE_FORWARDED: "Message of the person forwarded",
    ContactKind.PERSON_INFORMED: "Person told that the consulate knows",
    ContactKind.ANSWERED_AGAIN: "Person answered again",
}


class CaseEnd(StrEnum):
    """What is left of a consular case once its key is destroyed."""

    DUTY_MET = "duty_met"
    CUSTODY_ENDED = "custody_ended"

    @property
    def label(self) -> str:
        return CASE_END_LABELS[self]


CASE_END_LABELS = {
    CaseEnd.DUTY_MET: "Duty met",
    CaseEnd.CUSTODY_ENDED: "Left before an answer was given",
}
