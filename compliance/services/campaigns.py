"""Campaigns as a whole: asked for each month, reminded of, set aside, and missed."""

import logging
from datetime import date, datetime
from random import SystemRandom
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import connection

from access.acts import Act
from access.models import Account, Unit
from access.services import reviews
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.models import ActEvent
from audit.services import record_act
from compliance import certification_rules as rules
from compliance.enums import FindingKind, ReviewDecision, VoidReason
from compliance.models import Campaign, CampaignLine, Finding
from compliance.selectors import certification as selectors
from compliance.traps import Neighbour, trap

logger = logging.getLogger(__name__)

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('compliance.certification'), %s)"
_MOST_NAMES = 400


def open_campaigns(*, by: System) -> int:
    """Ask for this month's review of every unit with open accounts; return how many
    were not asked for yet. Late or twice, it does no harm: no account stands longer.
    """
    at = now()
    return sum(
        open_campaign(unit_id, at, by=by) for unit_id in selectors.units_to_review(at)
    )


def open_campaign(unit_id: int, at: datetime, *, by: System) -> bool:
    """Ask for one unit's review of the month; False if it was asked for already."""
    month = rules.month_of(at)
    with acting(None, Act.OPEN_CAMPAIGN, by.name):
        _lock(unit_id)
        own = Campaign.objects.filter(unit_id=unit_id, voided_at__isnull=True)
        if own.filter(month=month).exists():
            return False
        # What nobody decided in time is asked anew, and stays due since then.
        own.filter(finished_at__isnull=True).update(finished_at=at)
        _ask(unit_id, month, rules.due_at(month, at), at, by)
    return True


def _ask(unit_id: int, month: date, due_at: datetime, at: datetime, by: System):
    """A campaign with a line for each open account, planted ones among them."""
    unit = Unit.objects.get(pk=unit_id)
    members = list(
        selectors.open_capacities(at)
        .filter(unit_id=unit_id)
        .select_related("account")
        .order_by("pk")
    )
    campaign = Campaign.objects.create(
        unit=unit, month=month, opened_at=at, due_at=due_at
    )
    lines = [
        CampaignLine(
            campaign=campaign, account=m.account, membership=m, roles=list(m.roles)
        )
        for m in members
    ]
    if members:
        lines += _traps(campaign, members, at)
    # No order in which they were written tells them apart.
    SystemRandom().shuffle(lines)
    CampaignLine.objects.bulk_create(lines)
    reviews.bring_review_forward({line.account_id: due_at for line in lines}, by=by)
    record_act(
        Act.OPEN_CAMPAIGN,
        Outcome.DONE,
        actor=by,
        target_kind=selectors.TARGET,
        target_id=campaign.pk,
        lines=len(lines),
    )


def _traps(campaign: Campaign, members: list, at: datetime) -> list[CampaignLine]:
    chance = SystemRandom()
    unit = [
        Neighbour(
            m.account.sign_in_name,
            m.account.display_name,
            m.account.email,
            m.account.opened_at,
            m.account.last_sign_in_at,
            tuple(m.roles),
        )
        for m in members
    ]
    people = Account.objects.filter(is_drill=False).order_by("?")
    names = list(people.values_list("display_name", flat=True)[:_MOST_NAMES])
    lines = []
    for _ in range(rules.traps_for(len(members))):
        account, roles = trap(chance, unit, names, _is_taken, at)
        account.save(force_insert=True)
        lines.append(
            CampaignLine(campaign=campaign, account=account, roles=roles, is_trap=True)
        )
    return lines


def _is_taken(sign_in_name: str) -> bool:
    return Account.objects.filter(sign_in_name__iexact=sign_in_name).exists()


def set_aside(campaign: Campaign, reason: VoidReason, *, by: System) -> None:
    """Void a campaign: whoever it kept stands until when they stood before, and another
    asks for the same, of another reviewer. What was closed or taken away stays so.
    """
    with acting(None, Act.VOID_CAMPAIGN, reason):
        campaign.voided_at, campaign.void_reason = now(), reason
        campaign.save(update_fields=["voided_at", "void_reason"])
        kept = campaign.lines.filter(
            decision__in=[ReviewDecision.KEPT, ReviewDecision.NARROWED]
        )
        reviews.bring_review_forward(
            {
                account_id: due_before or campaign.due_at
                for account_id, due_before in kept.values_list(
                    "account_id", "due_before"
                )
            },
            by=by,
        )
        _ask(campaign.unit_id, campaign.month, campaign.due_at, campaign.voided_at, by)


def find_unreviewed(*, by: System) -> int:
    """Open a finding for each account of the jail's own whose review is overdue: no
    lapse closes them (law 14). Return how many were opened.
    """
    with acting(None, Act.REMIND_REVIEWER, by.name):
        _lock(0)
        at = now()
        open_already = set(
            Finding.objects.filter(
                kind=FindingKind.UNREVIEWED, closed_at__isnull=True
            ).values_list("account_id", flat=True)
        )
        overdue = {
            m.account_id: m
            for m in selectors.overdue_jails_own(at)
            if m.account_id not in open_already
        }
        Finding.objects.bulk_create(
            Finding(
                kind=FindingKind.UNREVIEWED,
                account_id=account_id,
                evidence={
                    "review_due_at": m.account.review_due_at.isoformat(),
                    "mission": m.unit.mission,
                    "agency_id": m.unit.agency_id,
                    "unit_id": m.unit_id,
                },
            )
            for account_id, m in overdue.items()
        )
    return len(overdue)


def remind(campaign: Campaign, at: datetime, *, by: System) -> int:
    """Write to a campaign's reviewers, once seven days and once a day before it is due;
    return to how many. A mail that cannot be sent is tried again at the next run.
    """
    days = rules.reminder_due(campaign.due_at, at)
    if days is None:
        return 0
    with acting(None, Act.REMIND_REVIEWER, by.name):
        _lock(campaign.unit_id)
        reminded = {
            "act": Act.REMIND_REVIEWER,
            "target_kind": selectors.TARGET,
            "target_id": str(campaign.pk),
            "reason": f"{days}_days",
        }
        if ActEvent.objects.filter(**reminded).exists():
            return 0
        people = selectors.reviewers(campaign, at)
        sent = [_write_to(person.email, campaign, days) for person in people]
        if not all(sent):
            return 0
        reminded.pop("act")
        record_act(
            Act.REMIND_REVIEWER, Outcome.DONE, actor=by, **reminded, mails=len(people)
        )
    return len(people)


def _write_to(address: str, campaign: Campaign, days: int) -> bool:
    """One mail to one person: a unit, a count and a date, and nobody's name."""
    waiting = campaign.lines.filter(decision="").count()
    when = "tomorrow" if days == 1 else f"in {days} days"
    body = (
        f"{waiting} accounts of {campaign.unit} wait for your review, due {when}.\n\n"
        "Sign in to Jail Records and open Reviews. What nobody has reviewed by then "
        "closes; in the jail's own units it is reported.\n"
    )
    try:
        send_mail(f"Review of accounts due {when}", body, None, [address])
    except (OSError, SMTPException):
        logger.error("a reminder of campaign %s could not be sent", campaign.pk)  # noqa: TRY400 - the trace would name the address
        return False
    return True


def _lock(unit_id: int) -> None:
    """Two runs at once wait for each other, unit by unit."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [unit_id])
