"""Closing units and agencies, and opening them again.

Closing takes effect at the next request of everybody in them: whoever reads who
somebody is, reads ``closed_at`` with it, and a trigger ends every session. Opening again
takes two people, and so does closing the jail's own, which confine and care for people
(law 14). The database holds both.
"""

from access import rules
from access.acts import Act
from access.enums import JAILS_OWN
from access.guards import performing, refusals_recorded
from access.models import Agency, Proposal, Unit
from access.selectors.reach import administrators_besides
from access.services.proposals import carries_out, propose
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act


def close_unit(unit: Unit, reason: str, *, by: Viewer) -> Proposal | None:
    """Close a unit now, or propose to: then the proposal is returned.
    Raises ActDenied, RuleViolation.
    """
    with refusals_recorded(Act.CLOSE_UNIT, by, "unit", unit.pk):
        rules.check_reason(reason)
        _check_unit(unit, by)
        if is_jails_own(unit):
            return propose(Act.CLOSE_UNIT, "unit", unit.pk, reason=reason, by=by)
        with performing(Act.CLOSE_UNIT, by, reason):
            _close(Unit.objects.select_for_update().get(pk=unit.pk), reason)
            _record(Act.CLOSE_UNIT, "unit", unit.pk, by)
    return None


def close_agency(agency: Agency, reason: str, *, by: Viewer) -> Proposal | None:
    """Close an agency with all its units now, or propose to.
    Raises ActDenied, RuleViolation.
    """
    with refusals_recorded(Act.CLOSE_AGENCY, by, "agency", agency.pk):
        rules.check_reason(reason)
        _check_agency(agency, by)
        if is_jails_own_agency(agency):
            return propose(Act.CLOSE_AGENCY, "agency", agency.pk, reason=reason, by=by)
        with performing(Act.CLOSE_AGENCY, by, reason):
            _close(Agency.objects.select_for_update().get(pk=agency.pk), reason)
            _record(Act.CLOSE_AGENCY, "agency", agency.pk, by)
    return None


def reopen_unit(unit: Unit, reason: str, *, by: Viewer) -> Proposal:
    """Propose that a unit be opened again. No session of before wakes up by it."""
    with refusals_recorded(Act.REOPEN_UNIT, by, "unit", unit.pk):
        rules.check_closed(unit.closed_at, now(), "unit")
        return propose(Act.REOPEN_UNIT, "unit", unit.pk, reason=reason, by=by)


def reopen_agency(agency: Agency, reason: str, *, by: Viewer) -> Proposal:
    with refusals_recorded(Act.REOPEN_AGENCY, by, "agency", agency.pk):
        rules.check_closed(agency.closed_at, now(), "agency")
        return propose(Act.REOPEN_AGENCY, "agency", agency.pk, reason=reason, by=by)


def is_jails_own(unit: Unit) -> bool:
    return unit.mission in JAILS_OWN


def is_jails_own_agency(agency: Agency) -> bool:
    return agency.is_the_jail or agency.units.filter(mission__in=JAILS_OWN).exists()


# --- What is done once a second person agrees -------------------------------------------


@carries_out(Act.CLOSE_UNIT)
def _close_unit(proposal: Proposal, by: Viewer) -> None:
    unit = Unit.objects.select_for_update().get(pk=proposal.target_id)
    _check_unit(unit, by)
    _close(unit, proposal.reason)


@carries_out(Act.CLOSE_AGENCY)
def _close_agency(proposal: Proposal, by: Viewer) -> None:
    agency = Agency.objects.select_for_update().get(pk=proposal.target_id)
    _check_agency(agency, by)
    _close(agency, proposal.reason)


@carries_out(Act.REOPEN_UNIT)
def _reopen_unit(proposal: Proposal, by: Viewer) -> None:
    _reopen(Unit.objects.select_for_update().get(pk=proposal.target_id), "unit")


@carries_out(Act.REOPEN_AGENCY)
def _reopen_agency(proposal: Proposal, by: Viewer) -> None:
    _reopen(Agency.objects.select_for_update().get(pk=proposal.target_id), "agency")


def _check_unit(unit: Unit, by: Viewer) -> None:
    rules.check_open(unit.closed_at, "unit")
    rules.check_not_own(by.unit_id, unit.pk, "unit")
    rules.check_not_last_administrator(administrators_besides(unit=unit.pk))


def _check_agency(agency: Agency, by: Viewer) -> None:
    rules.check_open(agency.closed_at, "agency")
    rules.check_not_own(by.agency_id, agency.pk, "agency")
    rules.check_not_last_administrator(administrators_besides(agency=agency.pk))


def _close(closing: Unit | Agency, reason: str) -> None:
    rules.check_open(closing.closed_at, "unit or agency")
    closing.closed_at = now()
    closing.closed_reason = reason[:200]
    closing.save(update_fields=["closed_at", "closed_reason"])


def _reopen(closed: Unit | Agency, what: str) -> None:
    rules.check_closed(closed.closed_at, now(), what)
    closed.closed_at, closed.closed_reason = None, ""
    closed.save(update_fields=["closed_at", "closed_reason"])


def _record(act: Act, kind: str, key: object, by: Viewer) -> None:
    record_act(act, Outcome.DONE, actor=by, target_kind=kind, target_id=key)
