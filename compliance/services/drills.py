"""Drills: a false account that the law forbids is planted, and it is measured how soon
it is refused at the door, found by the scan, and closed.

Its finding is the row of the drill, and stands apart from all others: nothing planted
can be counted with what is true.
"""

import secrets
from collections.abc import Callable

from django.contrib.auth.models import Group
from django.db import IntegrityError

from access import policy
from access.acts import Act
from access.enums import Mission, Role
from access.models import Account, Agency, Membership, Unit
from access.selectors import law_in_force, viewer_for
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from audit.services import record_act
from compliance.models import DrillRun

AGENCY = "Drill: no real agency"
UNIT = "Drill: no real unit"
NAME = "Drill: a false account, planted on purpose"
# Sign-in name and password → whether the door let it in.
Door = Callable[[str, str], bool]


class DrillRefused(Exception):
    """No drill now; one sentence says why."""


class DoorStoodOpen(Exception):
    """The drill's account came in. It is closed already; somebody must look why."""


def plant_drill(*, by: System) -> tuple[DrillRun, str]:
    """Plant a false account of a unit that the law in force forbids; returns the drill
    and the account's password, which is kept nowhere.
    """
    law, _ = law_in_force(now())
    officer = policy.ViewerFacts(
        Mission.CIVIL_IMMIGRATION,
        frozenset({Role.OFFICER}),
        in_immigration_department=True,
    )
    if law is None or not policy.is_forbidden(law, officer):
        raise DrillRefused("The law in force forbids no unit that could be planted.")
    password = secrets.token_urlsafe(24)
    try:
        with acting(None, Act.DRILL, "planted"):
            account = _account(password)
            run = DrillRun.objects.create(account=account)
            _record(run, by, "planted")
    except IntegrityError:
        raise DrillRefused(
            "A drill is under way. Close it first: manage.py drill --close"
        ) from None
    run.refresh_from_db()
    return run, password


def _account(password: str) -> Account:
    account = Account.objects.create_user(
        f"drill-{secrets.token_hex(6)}", password, display_name=NAME, is_drill=True
    )
    Membership.objects.create(account=account, unit=_unit(), roles=[Role.OFFICER.value])
    return account


def _unit() -> Unit:
    found = Unit.objects.filter(agency__name=AGENCY, name=UNIT).first()
    if found:
        return found
    agency = Agency.objects.create(
        name=AGENCY,
        enforces_immigration_law=True,
        group=Group.objects.create(name=f"agency:{AGENCY}"),
    )
    return Unit.objects.create(
        agency=agency,
        name=UNIT,
        mission=Mission.CIVIL_IMMIGRATION,
        group=Group.objects.create(name=f"unit:{AGENCY}/{UNIT}"),
    )


def try_the_door(run: DrillRun, password: str, door: Door, *, by: System) -> None:
    """Try to sign in as it. The instant is that of the refusal on record."""
    if door(run.account.sign_in_name, password):
        close_drill(run, by=by)
        raise DoorStoodOpen("The planted account was let in. It is closed now.")
    refused = (
        ActEvent.objects.filter(
            act=Act.SIGN_IN,
            outcome=Outcome.REFUSED,
            account_id=run.account_id,
            occurred_at__gte=run.planted_at,
        )
        .order_by("id")
        .first()
    )
    if refused is None:
        raise DoorStoodOpen(
            "The planted account was refused, and nothing is on record."
        )
    run.refused_at = refused.occurred_at
    run.save(update_fields=["refused_at"])


def find_drills(*, by: System) -> int:
    """Part of every scan of the accounts: whoever was planted and is forbidden by the law
    in force is found, and is put down apart. Returns how many.
    """
    found = 0
    for run in DrillRun.objects.filter(found_at__isnull=True, closed_at__isnull=True):
        member = Membership.objects.filter(account_id=run.account_id).first()
        viewer, _ = viewer_for(run.account_id, member and member.pk, None)
        if policy.is_forbidden(viewer.law, viewer.facts):
            with acting(None, Act.DRILL, "found"):
                run.found_at = now()
                run.save(update_fields=["found_at"])
                _record(run, by, "found")
            found += 1
    return found


def close_drill(run: DrillRun, *, by: System) -> None:
    """Close the planted account for good, and the drill with it; whoever closed the
    account before has closed it at that instant.
    """
    with acting(None, Act.DRILL, "closed"):
        account = Account.objects.select_for_update().get(pk=run.account_id)
        if account.suspended_at is None:
            account.suspended_at, account.suspended_reason = now(), "a drill, closed"
            account.save(update_fields=["suspended_at", "suspended_reason"])
        run.closed_at = account.suspended_at
        run.save(update_fields=["closed_at"])
        _record(run, by, "closed")


def _record(run: DrillRun, by: System, what: str) -> None:
    record_act(
        Act.DRILL,
        Outcome.DONE,
        actor=by,
        target_kind="drill",
        target_id=run.pk,
        what=what,
    )
