"""Agreements: signed and widened by two people, narrowed and ended by one.

An agreement opens rows, one for each unit, facility and class of fields. What is signed
or widened names every one of them, and the database refuses a row beyond them.
"""

from datetime import timedelta

from access import rules
from access.acts import Act
from access.enums import FieldClass, permission_codename
from access.guards import performing, refusals_recorded
from access.models import (
    Agency,
    Agreement,
    Facility,
    FacilityPermission,
    Proposal,
    Unit,
)
from access.selectors.terms import Row, Terms, terms_of
from access.services.closing import is_jails_own_agency
from access.services.proposals import carries_out, propose
from access.viewer import Viewer
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act

_TICK = timedelta(microseconds=1)


def sign_agreement(
    agency: Agency, title: str, terms: Terms, reason: str, *, by: Viewer
) -> Proposal:
    """Propose an agreement with an agency. Raises ActDenied, RuleViolation."""
    with refusals_recorded(Act.SIGN_AGREEMENT, by, "agency", agency.pk):
        _check(agency, terms)
        return propose(
            *(Act.SIGN_AGREEMENT, "agency", agency.pk),
            reason=reason,
            by=by,
            title=title,
            **terms.payload(),
        )


def widen_agreement(
    agreement: Agreement, terms: Terms, reason: str, *, by: Viewer
) -> Proposal:
    """Propose that an agreement reach further. Raises ActDenied, RuleViolation."""
    with refusals_recorded(Act.WIDEN_AGREEMENT, by, "agreement", agreement.pk):
        before = terms_of(agreement)
        _check(agreement.agency, terms)
        rules.check_differs(before, terms)
        if not before.is_within(terms):
            raise rules.RuleViolation("This takes something away: narrow it instead.")
        return propose(
            *(Act.WIDEN_AGREEMENT, "agreement", agreement.pk),
            reason=reason,
            by=by,
            before=before.payload(),
            **terms.payload(),
        )


def narrow_agreement(
    agreement: Agreement, terms: Terms, reason: str, *, by: Viewer
) -> None:
    """Take away from an agreement, at this instant. Raises ActDenied, RuleViolation."""
    with refusals_recorded(Act.END_AGREEMENT, by, "agreement", agreement.pk):
        rules.check_reason(reason)
        with performing(Act.END_AGREEMENT, by, reason):
            agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
            if not terms.is_within(before := terms_of(agreement)):
                raise rules.RuleViolation(
                    "This reaches further than the agreement: that takes two people."
                )
            if is_jails_own_agency(agreement.agency):
                rules.check_no_purposes(terms.purposes)
            _write(agreement, terms)
            _take_away(agreement, before.rows - terms.rows)
            _record(agreement, by, rows=len(before.rows - terms.rows))


def end_agreement(agreement: Agreement, reason: str, *, by: Viewer) -> None:
    """End an agreement, and with it what it opens, at this instant."""
    with refusals_recorded(Act.END_AGREEMENT, by, "agreement", agreement.pk):
        rules.check_reason(reason)
        with performing(Act.END_AGREEMENT, by, reason):
            agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
            at = now()
            if agreement.ends_at <= at:
                raise rules.RuleViolation("This agreement has ended already.")
            # One that has not begun yet never does.
            agreement.ends_at = max(at, agreement.starts_at + _TICK)
            agreement.save(update_fields=["ends_at"])
            _record(agreement, by)


# --- What is done once a second person agrees -------------------------------------------


@carries_out(Act.SIGN_AGREEMENT)
def _sign(proposal: Proposal, by: Viewer) -> None:
    agency = Agency.objects.select_for_update().get(pk=proposal.target_id)
    terms = Terms.read(proposal.payload)
    _check(agency, terms)
    agreement = Agreement.objects.create(
        agency=agency,
        title=proposal.payload["title"],
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        daily_ceiling=terms.daily_ceiling,
        purposes=sorted(terms.purposes),
    )
    _permit(agreement, terms.rows)


@carries_out(Act.WIDEN_AGREEMENT)
def _widen(proposal: Proposal, by: Viewer) -> None:
    agreement = Agreement.objects.select_for_update().get(pk=proposal.target_id)
    before = terms_of(agreement)
    rules.check_unchanged(proposal.payload["before"], before.payload())
    terms = Terms.read(proposal.payload)
    _check(agreement.agency, terms)
    _write(agreement, terms)
    FacilityPermission.objects.filter(
        agreement=agreement, ends_at=before.ends_at
    ).update(ends_at=terms.ends_at)
    _permit(agreement, terms.rows - before.rows)


def _write(agreement: Agreement, terms: Terms) -> None:
    agreement.ends_at = terms.ends_at
    agreement.daily_ceiling = terms.daily_ceiling
    agreement.purposes = sorted(terms.purposes)
    agreement.save(update_fields=["ends_at", "daily_ceiling", "purposes"])


def _permit(agreement: Agreement, rows: frozenset[Row]) -> None:
    """A unit has one row for a class at a facility: it stands under the agreement that
    reaches furthest.
    """
    units = {unit.pk: unit for unit in agreement.agency.units.select_related("group")}
    places = {place.pk: place for place in Facility.objects.all()}
    longer = {
        (row.group_id, row.content_object_id, row.classes)
        for row in FacilityPermission.objects.filter(
            group__unit__in=units, ends_at__gt=agreement.ends_at
        )
    }
    for unit, facility, bit in sorted(rows):
        if (units[unit].group_id, facility, bit) not in longer:
            FacilityPermission.objects.assign_perm(
                permission_codename(FieldClass(bit)),
                units[unit].group,
                places[facility],
                agreement=agreement,
                starts_at=agreement.starts_at,
                ends_at=agreement.ends_at,
            )


def _take_away(agreement: Agreement, rows: frozenset[Row]) -> None:
    group_of = dict(agreement.agency.units.values_list("pk", "group_id"))
    for unit, facility, bit in rows:
        FacilityPermission.objects.filter(
            agreement=agreement,
            group_id=group_of[unit],
            content_object_id=facility,
            classes=bit,
        ).delete()


def _check(agency: Agency, terms: Terms) -> None:
    """What may be agreed with an agency at all; the law decides besides, each time."""
    rules.check_open(agency.closed_at, "agency")
    rules.check_period(terms.starts_at, terms.ends_at)
    if terms.ends_at <= now():
        raise rules.RuleViolation("This would have ended already.")
    units = set(Unit.objects.filter(agency=agency).values_list("pk", flat=True))
    places = set(Facility.objects.values_list("pk", flat=True))
    if not all(unit in units and place in places for unit, place, _ in terms.rows):
        raise rules.RuleViolation("This names a unit or facility that is not there.")
    if is_jails_own_agency(agency):
        rules.check_no_purposes(terms.purposes)


def _record(agreement: Agreement, by: Viewer, **detail: object) -> None:
    record_act(
        Act.END_AGREEMENT,
        Outcome.DONE,
        actor=by,
        target_kind="agreement",
        target_id=agreement.pk,
        **detail,
    )
