"""Units and what is known of their agencies."""

from datetime import datetime

from django.contrib.auth.models import Group

from access import rules
from access.acts import Act
from access.enums import Mission
from access.guards import performing, refusals_recorded
from access.models import Agency, MissionDetail, Proposal, Unit
from access.services.closing import is_jails_own_agency
from access.services.proposals import carries_out, propose
from access.viewer import Viewer
from audit.enums import Outcome
from audit.services import record_act


def open_unit(
    agency: Agency, name: str, mission: Mission, reason: str, *, by: Viewer
) -> Proposal:
    """Propose a new unit. It sees nothing until an agreement permits it something."""
    with refusals_recorded(Act.OPEN_UNIT, by, "agency", agency.pk):
        _check_name(agency, name)
        return propose(
            Act.OPEN_UNIT,
            "agency",
            agency.pk,
            reason=reason,
            by=by,
            name=name,
            mission=Mission(mission).value,
        )


def change_mission(
    unit: Unit, mission: Mission, reason: str, *, by: Viewer
) -> Proposal | None:
    """Give a unit another mission: at once where that only takes away, else proposed."""
    with refusals_recorded(Act.CHANGE_MISSION, by, "unit", unit.pk):
        before, after = Mission(unit.mission), Mission(mission)
        rules.check_reason(reason)
        rules.check_differs(before, after)
        if not rules.is_narrower_mission(before, after):
            return propose(
                Act.CHANGE_MISSION,
                "unit",
                unit.pk,
                reason=reason,
                by=by,
                before=before.value,
                mission=after.value,
            )
        with performing(Act.CHANGE_MISSION, by, reason):
            unit = Unit.objects.select_for_update().get(pk=unit.pk)
            rules.check_unchanged(before, unit.mission)
            unit.mission = after
            unit.save(update_fields=["mission"])
            _record(Act.CHANGE_MISSION, "unit", unit.pk, by)
    return None


def record_detail(
    unit: Unit,
    paper: str,
    starts_at: datetime,
    ends_at: datetime | None,
    *,
    by: Viewer,
) -> MissionDetail:
    """Write down a unit's written detail to immigration work; it only takes away."""
    with (
        refusals_recorded(Act.RECORD_DETAIL, by, "unit", unit.pk),
        performing(Act.RECORD_DETAIL, by),
    ):
        rules.check_detail(Mission(unit.mission))
        rules.check_period(starts_at, ends_at)
        detail = MissionDetail.objects.create(
            unit=unit, paper=paper, starts_at=starts_at, ends_at=ends_at
        )
        _record(Act.RECORD_DETAIL, "unit", unit.pk, by)
    return detail


def change_agency(
    agency: Agency,
    reason: str,
    *,
    enforces_immigration_law: bool,
    mail_domains: list[str],
    by: Viewer,
) -> Proposal | None:
    """Correct what is known of an agency: at once where that only takes away."""
    with refusals_recorded(Act.CHANGE_AGENCY, by, "agency", agency.pk):
        after = {
            "enforces_immigration_law": enforces_immigration_law,
            "mail_domains": sorted(mail_domains),
        }
        before = _known(agency)
        rules.check_reason(reason)
        rules.check_differs(before, after)
        narrows = (
            enforces_immigration_law >= agency.enforces_immigration_law
            and set(mail_domains) <= set(agency.mail_domains)
            and not is_jails_own_agency(agency)
        )
        if not narrows:
            return propose(
                *(Act.CHANGE_AGENCY, "agency", agency.pk),
                reason=reason,
                by=by,
                before=before,
                **after,
            )
        with performing(Act.CHANGE_AGENCY, by, reason):
            _change(Agency.objects.select_for_update().get(pk=agency.pk), before, after)
            _record(Act.CHANGE_AGENCY, "agency", agency.pk, by)
    return None


# --- What is done once a second person agrees -------------------------------------------


@carries_out(Act.OPEN_UNIT)
def _open_unit(proposal: Proposal, by: Viewer) -> None:
    agency = Agency.objects.select_for_update().get(pk=proposal.target_id)
    name = proposal.payload["name"]
    _check_name(agency, name)
    Unit.objects.create(
        agency=agency,
        name=name,
        mission=proposal.payload["mission"],
        group=Group.objects.create(name=f"unit:{agency.pk}/{name}"[:150]),
    )


@carries_out(Act.CHANGE_MISSION)
def _change_mission(proposal: Proposal, by: Viewer) -> None:
    unit = Unit.objects.select_for_update().get(pk=proposal.target_id)
    rules.check_unchanged(proposal.payload["before"], unit.mission)
    unit.mission = proposal.payload["mission"]
    unit.save(update_fields=["mission"])


@carries_out(Act.CHANGE_AGENCY)
def _change_agency(proposal: Proposal, by: Viewer) -> None:
    agency = Agency.objects.select_for_update().get(pk=proposal.target_id)
    after = {name: proposal.payload[name] for name in _known(agency)}
    _change(agency, proposal.payload["before"], after)


def _change(agency: Agency, before: dict, after: dict) -> None:
    rules.check_unchanged(before, _known(agency))
    for name, value in after.items():
        setattr(agency, name, value)
    agency.save(update_fields=list(after))


def _known(agency: Agency) -> dict:
    return {
        "enforces_immigration_law": agency.enforces_immigration_law,
        "mail_domains": sorted(agency.mail_domains),
    }


def _check_name(agency: Agency, name: str) -> None:
    rules.check_open(agency.closed_at, "agency")
    if agency.units.filter(name=name).exists():
        raise rules.RuleViolation("The agency has a unit of this name.")


def _record(act: Act, kind: str, key: object, by: Viewer) -> None:
    record_act(act, Outcome.DONE, actor=by, target_kind=kind, target_id=key)
