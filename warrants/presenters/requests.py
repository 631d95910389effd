"""Requests and grants, in words for one reader."""

from datetime import datetime

from access.acts import Act
from access.enums import (
    CLASS_LABELS,
    CLASSES,
    NOTHING,
    Basis,
    FieldClass,
    Purpose,
    class_words,
)
from access.models import Approval
from access.viewer import Viewer
from bookings.presenters import moment
from warrants import selectors
from warrants.enums import InstrumentKind, RefusalReason, RequestStatus, Urgency
from warrants.models import AccessRequest, Grant, Instrument
from warrants.rules import MAX_DAYS, is_live
from warrants.selectors import Compiled, PapersFound, ends_of_paper
from warrants.selectors.refusals import Refused

_STATUS = {
    RequestStatus.WAITING: {"text": "Waiting for a decision", "tone": "warn"},
    RequestStatus.GRANTED: {"text": "Granted", "tone": "good"},
    RequestStatus.REFUSED: {"text": "Refused", "tone": "bad"},
}
# What a request rests on, as those read it who decide.
_STRENGTH = {
    Basis.JUDICIAL_WARRANT: "with a judge's warrant",
    Basis.COURT_ORDER: "with a court order",
    Basis.WRITTEN_PERMISSION: "with the person's written permission",
    Basis.TREATMENT: "for treatment",
    Basis.APPROVED_REQUEST: "without a court paper",
    Basis.EMERGENCY: "in an emergency",
}


def request_row(asked: AccessRequest, refused: Refused | None = None) -> dict:
    return {
        "id": asked.pk,
        "requester": asked.membership.account.display_name,
        "unit": str(asked.membership.unit),
        "asked_at": asked.asked_at,
        "purpose": Purpose(asked.purpose).label,
        "basis": _STRENGTH[Basis(asked.basis)],
        "classes": class_words(asked.classes),
        "days": asked.days,
        "is_emergency": asked.basis == Basis.EMERGENCY,
        "status": _STATUS[RequestStatus(asked.status)],
        "booking_id": asked.booking_id,
        "is_waiting": asked.status == RequestStatus.WAITING,
        "refusal": _refusal(refused),
    }


def queue_row(asked: AccessRequest, at: datetime, yours: str = "") -> dict:
    """``yours``: why it does not wait for this reader, though it waits."""
    return request_row(asked) | {"clock": _clock(asked, at), "yours": yours}


def _clock(asked: AccessRequest, at: datetime) -> dict:
    """How long an answer still has, or has been due for."""
    urgency = Urgency(asked.urgency)
    due_at = asked.asked_at + urgency.answer_within
    is_late = due_at <= at
    if is_late:
        text = f"Answer due since {moment(due_at)}"
    else:
        text = f"Answer due {moment(due_at)}"
    return {
        "text": text,
        "tone": "bad" if is_late else "warn" if urgency is Urgency.NOW else "quiet",
        "counsel": "Counsel is asked" if asked.counsel_asked_at else "",
        "needs_counsel": urgency is Urgency.NOW or bool(asked.counsel_asked_at),
    }


def _refusal(refused: Refused | None) -> dict | None:
    """Why a request was refused, and its section, for whoever asked."""
    if refused is None:
        return None
    return {"reason": refused.reason.label, "section": refused.section}


def named(asked: AccessRequest, viewer: Viewer) -> dict | None:
    """Whom a request names that was made by name: the words for deciders alone."""
    if asked.named_text is None:
        return None
    is_open = bool(viewer.may(Act.APPROVE))
    return {
        "words": named_words(selectors.named(asked)) if is_open else [],
        "is_open": is_open,
        "is_found": asked.named_found_at is not None,
        "may_find": is_open and bool(viewer.may(Act.SEARCH)),
    }


def named_words(typed: dict[str, str] | None) -> list[tuple[str, str]]:
    """What was typed of somebody, label by label, as it was typed."""
    labels = {
        "surname": "Surname",
        "given_name": "Given name",
        "birth_date": "Birth date",
        "booking_number": "Booking number",
    }
    return [(label, typed[name]) for name, label in labels.items() if typed.get(name)]


def papers_to_choose(found: PapersFound) -> list[tuple[str, str]]:
    """The register's papers, to choose from which of them a request speaks."""
    return [(str(paper.pk), _paper_words(paper)) for paper in found.papers]


def cut(found: PapersFound) -> str:
    """That a list of papers does not hold all; empty if it does."""
    if found.total == len(found.papers):
        return ""
    return (
        f"The newest {len(found.papers)} of {found.total} papers are listed. Type the "
        "court or the case number to find another."
    )


def _paper_words(paper: Instrument) -> str:
    kind, received = InstrumentKind(paper.kind).label, moment(paper.received_at)
    return f"{kind}, {paper.court_label}, {paper.case_number}, received {received}"


def request_page(
    asked: AccessRequest,
    approvals: list[Approval],
    *,
    reason: str,
    compiled: Compiled,
    name: str,
    at: datetime,
) -> dict:
    return {
        "compared": _compared(asked, compiled),
        "asked": queue_row(asked, at),
        "narrowed": narrowed(asked),
        "instrument": asked.instrument,
        "paper": asked.instrument.found if asked.instrument else None,
        "reason": reason,
        "law_opens": class_words(compiled.opens),
        "law_withholds": class_words(asked.classes & ~compiled.opens),
        "person_name": name,
        "steps": _steps(asked, approvals),
    }


def _compared(asked: AccessRequest, compiled: Compiled) -> dict:
    """Class by class: what is asked, what the law opens on that basis, what the paper
    names, and what is left of it. ``paper``: whether there is one to be named in.
    """
    found = asked.instrument.found if asked.instrument else None
    named = FieldClass(found.classes) if found else NOTHING
    return {
        "paper": found,
        "rows": [
            {
                "label": CLASS_LABELS[c],
                "asked": bool(c & asked.classes),
                "law": bool(c & compiled.law),
                "paper": bool(c & named),
                "opens": bool(c & compiled.opens),
            }
            for c in CLASSES
            if c & (asked.classes | named)
        ],
        "asked_days": asked.days,
        "most_days": MAX_DAYS,
        "paper_ends": min(ends_of_paper(asked)) if found else None,
    }


def narrowed(asked: AccessRequest) -> str:
    """What those who decide have narrowed a request to; empty if to nothing less."""
    classes = asked.classes if asked.given_classes is None else asked.given_classes
    days = asked.given_days or asked.days
    if (classes, days) == (asked.classes, asked.days):
        return ""
    return f"{', '.join(class_words(classes))}, for {days} day{'s' * (days != 1)}"


def _steps(asked: AccessRequest, approvals: list[Approval]) -> list[dict]:
    steps = [
        {
            "title": "Asked",
            "text": f"{asked.membership.account.display_name}, {asked.membership.unit}, "
            f"{moment(asked.asked_at)}",
            "state": "done",
        }
    ]
    for approval in approvals:
        verdict = "Approved" if approval.approves else "Refused"
        reason = (
            f": {RefusalReason(approval.reason).label.lower()}"
            if approval.reason
            else ""
        )
        steps.append(
            {
                "title": verdict + reason,
                "text": f"{approval.approver.display_name}, "
                f"{approval.approver_unit}, {moment(approval.decided_at)}",
                "state": "done" if approval.approves else "refused",
            }
        )
    if asked.status == RequestStatus.WAITING:
        which = "First" if not approvals else "Second"
        steps.append(
            {
                "title": f"{which} decision",
                "text": "A grant takes the records supervisor and counsel, of two units"
                + (": one has yet to say yes." if approvals else "."),
                "state": "current",
            }
        )
    return steps


def grant_row(grant: Grant, *, at: datetime, name: str) -> dict:
    """One grant, for those who decide and may end it."""
    live = is_live(grant.starts_at, grant.ends_at, grant.ended_at, at)
    return {
        "id": grant.pk,
        "name": name,
        "holder": grant.membership.account.display_name,
        "unit": str(grant.membership.unit),
        "classes": class_words(grant.classes),
        "basis": Basis(grant.basis).label,
        "starts_at": grant.starts_at,
        "ends_at": min(grant.ends_at, grant.ended_at or grant.ends_at),
        "is_live": live,
        "status": {"text": "Live", "tone": "good"}
        if live
        else {"text": "Ended", "tone": "quiet"},
    }
