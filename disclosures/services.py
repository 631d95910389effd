"""Acts: answering at the counter, and what is asked of a person in custody."""

from dataclasses import dataclass, replace
from uuid import UUID

from access.acts import Act
from access.guards import performing
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import keep_typed_text, record_act
from bookings.models import LegalText
from disclosures import rules
from disclosures.enums import (
    Answer,
    AskerKind,
    Channel,
    Consent,
    Matter,
    PassedTo,
    Wanted,
)
from disclosures.models import Inquiry, InterviewRequest
from disclosures.selectors import CALLER, consent_text


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked, how and for what, and what they were told."""

    channel: Channel
    wanted: Wanted
    answer: Answer
    passed_to: PassedTo
    caller: str = ""


@dataclass(frozen=True, slots=True)
class WantsInterview:
    asker: AskerKind
    agency: str
    official: str
    matter: Matter
    purpose: str
    court_order: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said once the form was explained to them."""

    consent: Consent
    language: str
    explained_by: str
    interpreter: str = ""


def put_down_inquiry(asked: Asked, *, by: Viewer) -> Inquiry:
    """Write down who asked and what they were told. An inquiry about status has the one
    answer, whatever was chosen, and counsel has it from there. Raises RuleViolation,
    ActDenied.
    """
    with performing(Act.ANSWER_INQUIRY, by):
        if asked.wanted is Wanted.STATUS:
            asked = replace(asked, answer=Answer.NOT_HELD, passed_to=PassedTo.COUNSEL)
        rules.check_inquiry(asked.wanted, asked.answer, asked.passed_to)
        kept = asked.caller and keep_typed_text(
            asked.caller, kind=CALLER, account_id=by.account_id
        )
        inquiry = Inquiry.objects.create(
            channel=asked.channel,
            wanted=asked.wanted,
            answer=asked.answer,
            passed_to=asked.passed_to,
            caller_text=kept.pk if kept else None,
            taken_by_id=by.account_id,
        )
        _record(Act.ANSWER_INQUIRY, "inquiry", inquiry.pk, by, reason=asked.answer)
    return inquiry


def ask_interview(
    booking_id: UUID, wants: WantsInterview, *, by: Viewer
) -> InterviewRequest:
    """Write down that somebody asks to interview a person. The caller has shown that
    the booking is visible to ``by``.
    """
    with performing(Act.ASK_INTERVIEW, by):
        asked = InterviewRequest.objects.create(
            booking_id=booking_id,
            asked_at=now(),
            **{name: getattr(wants, name) for name in WantsInterview.__slots__},
        )
        _record(Act.ASK_INTERVIEW, "interview", asked.pk, by)
    return asked


def record_consent(
    booking_id: UUID, request_id: UUID, said: Said, *, by: Viewer
) -> InterviewRequest:
    """Write down what the person said. Nothing else about them is changed by it.

    Raises RuleViolation, ActDenied, InterviewRequest.DoesNotExist.
    """
    with performing(Act.RECORD_CONSENT, by):
        asked = InterviewRequest.objects.select_for_update().get(
            pk=request_id, booking_id=booking_id
        )
        text = consent_text(said.language)
        rules.check_answer(
            is_answered=bool(asked.consent),
            has_form=text is not None,
        )
        asked.consent, asked.answered_at = said.consent, now()
        asked.language, asked.explained_by = said.language, said.explained_by
        asked.interpreter = said.interpreter
        asked.form_sha256 = text.sha256
        asked.save(
            update_fields=[
                *("consent", "answered_at", "language", "explained_by"),
                *("interpreter", "form_sha256"),
            ]
        )
        _record(Act.RECORD_CONSENT, "interview", asked.pk, by, reason=said.consent)
    return asked


def print_consent(booking_id: UUID, text: LegalText, *, by: Viewer) -> None:
    """Record that the form was printed for somebody. Raises ActDenied."""
    with performing(Act.PRINT_CONSENT, by):
        record_act(
            Act.PRINT_CONSENT,
            Outcome.DONE,
            actor=by,
            target_kind="booking",
            target_id=booking_id,
            language=text.language,
            sha256=text.sha256,
        )


def _record(act: Act, kind: str, key: UUID, by: Viewer, *, reason: str = "") -> None:
    record_act(
        act, Outcome.DONE, actor=by, reason=reason, target_kind=kind, target_id=key
    )
