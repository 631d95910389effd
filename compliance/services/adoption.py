"""Adopting a law: a command prepares it, two people of two units sign it, and from its
instant on it is simply so. Nothing here runs at that instant.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connection

from access import law as lawfile
from access import rules
from access.acts import Act
from access.guards import performing
from access.models import LawVersion, Proposal
from access.selectors import law_by_hash
from access.services import proposals
from access.services.laws import put_on_file
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance import adoption
from compliance.enums import AdoptionStatus
from compliance.models import Adoption
from compliance.selectors.adoptions import TARGET, waiting_proposal
from compliance.selectors.law_figures import preview

Say = Callable[[str], None]
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('compliance.adoption'))"


class AdoptionRefused(Exception):
    """A law that may not be adopted; ``reasons`` are sentences."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def check_draft(source: bytes, name: str, effective_at: datetime) -> lawfile.Law:
    """Read a law file and refuse it with every reason there is.

    Raises BadLaw for what cannot be read, AdoptionRefused for what may not be adopted.
    """
    law = lawfile.parse(source, name=name)
    _refuse(adoption.Draft(law, effective_at))
    return law


def _refuse(draft: adoption.Draft) -> None:
    known = [
        law_by_hash(sha256)
        for sha256 in LawVersion.objects.filter(kind="law").values_list(
            "sha256", flat=True
        )
    ]
    if reasons := adoption.refusals(draft, known, now()):
        raise AdoptionRefused(reasons)


def prepare_adoption(
    source: bytes, name: str, effective_at: datetime, *, say: Say, by: System
) -> Adoption:
    """Write down a law to come with what it would change. It is in force for nobody:
    that takes two people, on its page. Prepared again, its figures are counted anew.
    """
    law = check_draft(source, name, effective_at)
    at = now()
    figures = preview(law, at, say=say)
    with acting(None, Act.DRAFT_LAW):
        draft, is_new = Adoption.objects.get_or_create(
            sha256=law.sha256,
            defaults={
                "title": law.title,
                "file_name": name,
                "source": source,
                "effective_at": law.effective_at,
                "preview": figures,
                "previewed_at": at,
            },
        )
        if draft.status != AdoptionStatus.DRAFT:
            raise AdoptionRefused(["These very words were withdrawn: change the file."])
        if not is_new:
            draft.preview, draft.previewed_at = figures, at
            draft.save(update_fields=["preview", "previewed_at"])
        record_act(
            Act.DRAFT_LAW,
            Outcome.DONE,
            actor=by,
            target_kind=TARGET,
            target_id=draft.pk,
            sha256=law.sha256,
        )
    return draft


def propose_adoption(adoption_id: UUID, reason: str, *, by: Viewer) -> Proposal:
    """Sign first. Raises ActDenied, RuleViolation."""
    with performing(Act.ADOPT_LAW, by, reason):
        draft = _draft(adoption_id)
        _check_still(draft)
        return proposals.propose(
            Act.ADOPT_LAW, TARGET, draft.pk, reason=reason, by=by, sha256=draft.sha256
        )


def withdraw_adoption(adoption_id: UUID, *, by: Viewer) -> None:
    """Take back what was prepared, before two people have signed it."""
    with performing(Act.ADOPT_LAW, by):
        draft = _draft(adoption_id)
        if waiting_proposal(draft.pk):
            raise rules.RuleViolation(
                "It is signed once: the second person says yes or no to that first."
            )
        draft.status = AdoptionStatus.WITHDRAWN
        draft.save(update_fields=["status"])
        record_act(
            Act.ADOPT_LAW,
            Outcome.DONE,
            actor=by,
            target_kind=TARGET,
            target_id=draft.pk,
            status=draft.status,
        )


@proposals.carries_out(Act.ADOPT_LAW)
def _adopt(proposal: Proposal, by: Viewer) -> None:
    """The second yes: the law stands from here on, and is in force from its instant."""
    draft = _draft(UUID(proposal.target_id))
    if proposal.payload.get("sha256") != draft.sha256:
        raise rules.RuleViolation("What was signed first was another text.")
    law = _check_still(draft)
    draft.law = put_on_file(law, draft.file_name, bytes(draft.source))
    draft.status = AdoptionStatus.SIGNED
    draft.save(update_fields=["law", "status"])
    record_act(
        Act.ADOPT_LAW,
        Outcome.DONE,
        actor=by,
        target_kind="law",
        target_id=draft.law_id,
        sha256=draft.sha256,
    )


def _draft(adoption_id: UUID) -> Adoption:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)  # laws are linear: one adoption after the other
    draft = Adoption.objects.select_for_update().get(pk=adoption_id)
    if draft.status != AdoptionStatus.DRAFT:
        raise rules.RuleViolation(f"This law is {draft.status} already.")
    return draft


def _check_still(draft: Adoption) -> lawfile.Law:
    """What could be adopted when it was prepared may no longer be."""
    try:
        return check_draft(bytes(draft.source), draft.file_name, draft.effective_at)
    except AdoptionRefused as refused:
        raise rules.RuleViolation(str(refused)) from None
