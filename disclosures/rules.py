"""What permits an interview. RCW 10.93.160(6)."""

from disclosures.enums import Answer, AskerKind, Consent, Matter, PassedTo, Wanted


class RuleViolation(Exception):
    """The sentence is for its user."""


def may_interview(
    asker: AskerKind, matter: Matter, *, has_court_order: bool, consent: Consent | None
) -> bool:
    """Whether the interview may take place. An immigration authority in a noncriminal
    matter needs the person's written consent, or a court's order; anybody else needs
    what the law of criminal procedure says, and a refusal is a refusal.
    """
    if has_court_order:
        return True
    if consent is not None:
        return consent is Consent.SIGNED
    return asker is AskerKind.CRIMINAL_JUSTICE and matter is Matter.CRIMINAL


def check_inquiry(wanted: Wanted, answer: Answer, passed_to: PassedTo) -> None:
    """Raise RuleViolation unless an answer belongs to what was asked."""
    if (wanted is Wanted.STATUS) != (answer is Answer.NOT_HELD):
        raise RuleViolation(
            "That answer is to a question about status, and to no other."
        )
    is_passed = answer in (Answer.PASSED_ON, Answer.NOT_HELD)
    if is_passed == (passed_to is PassedTo.NOBODY):
        raise RuleViolation("Say to whom it was passed on, and only where it was.")


def check_answer(*, is_answered: bool, has_form: bool) -> None:
    """Raise RuleViolation unless what the person said can be written down now."""
    if is_answered:
        raise RuleViolation("What the person said to this is written down already.")
    if not has_form:
        raise RuleViolation(
            "No form in this language has been read over. Choose another."
        )
