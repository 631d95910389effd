"""What waits for a second person, and what became of what was proposed."""

from uuid import UUID

from access.models import (
    Account,
    Agency,
    Agreement,
    Approval,
    Facility,
    Membership,
    Proposal,
    Unit,
)
from access.selectors.reach import own_agency
from access.viewer import Viewer

DECIDED_SHOWN = 50
# That there is a record is told by the gate alone: its own page shows these (law 4).
ABOUT_A_RECORD = ("booking", "person_link")


def waiting(viewer: Viewer) -> list[Proposal]:
    return list(
        _in_reach(viewer).filter(status="waiting").order_by("proposed_at", "pk")
    )


def decided(viewer: Viewer) -> list[Proposal]:
    """What was decided or withdrawn of late, the newest first."""
    found = _in_reach(viewer).exclude(status="waiting")
    return list(found.order_by("-decided_at", "pk")[:DECIDED_SHOWN])


def proposal_in_reach(viewer: Viewer, proposal_id: UUID) -> Proposal | None:
    return _in_reach(viewer).filter(pk=proposal_id).first()


def decision_on(proposal: Proposal) -> Approval | None:
    """Whose yes or no it was; None while it waits, and where it was withdrawn."""
    return (
        Approval.objects.filter(target_kind="proposal", target_id=str(proposal.pk))
        .select_related("approver", "approver_unit__agency")
        .first()
    )


def names_in(proposals: list[Proposal]) -> dict[tuple[str, int], str]:
    """The names of what proposals are about, by kind and key. No person's in custody."""
    keys: dict[str, set[int]] = {}
    for proposal in proposals:
        if proposal.target_id.isdecimal():
            keys.setdefault(proposal.target_kind, set()).add(int(proposal.target_id))
        for key in proposal.payload.get("memberships", ()):
            keys.setdefault("membership", set()).add(key)
        for row in _rows(proposal):
            unit, place, _ = row.split(":")
            keys.setdefault("unit", set()).add(int(unit))
            keys.setdefault("facility", set()).add(int(place))
    # A facility by its code: its name stands on a page as where somebody is confined.
    return {
        (kind, found.pk): found.code if kind == "facility" else str(found)
        for kind, found in _found(keys)
    }


def _rows(proposal: Proposal) -> set[str]:
    before = proposal.payload.get("before")
    earlier = before.get("rows", ()) if isinstance(before, dict) else ()
    return {*proposal.payload.get("rows", ()), *earlier}


def _found(keys: dict[str, set[int]]):
    sources = {
        "account": Account.objects.all(),
        "agency": Agency.objects.all(),
        "unit": Unit.objects.select_related("agency"),
        "agreement": Agreement.objects.all(),
        "facility": Facility.objects.all(),
        "membership": Membership.objects.select_related("unit__agency"),
    }
    for kind, wanted in keys.items():
        if kind in sources:
            for found in sources[kind].filter(pk__in=wanted):
                yield kind, found


def _in_reach(viewer: Viewer):
    """A coordinator reads what their own agency has proposed."""
    found = Proposal.objects.exclude(target_kind__in=ABOUT_A_RECORD).select_related(
        "requester", "requester_unit__agency"
    )
    if (own := own_agency(viewer)) is not None:
        return found.filter(requester_unit__agency_id=own)
    return found
