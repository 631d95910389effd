"""Reviews of accounts: what there is to review, who may, and how it was done."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from access.acts import Act
from access.enums import JAILS_OWN, Mission, Role
from access.models import Account, Agency, Membership, Unit
from access.viewer import Viewer
from audit.models import ActEvent
from compliance import certification_rules as rules
from compliance.models import Campaign, CampaignLine

PAGE = 100
OPENED = "opened"
TARGET = "campaign"
_OPEN = Q(finished_at__isnull=True, voided_at__isnull=True)


def reviewer(viewer: Viewer) -> rules.Reviewer:
    agency = Agency.objects.filter(pk=viewer.agency_id, is_the_jail=True)
    return rules.Reviewer(
        account_id=viewer.account_id,
        agency_id=viewer.agency_id,
        roles=viewer.roles,
        is_of_the_jail=agency.exists(),
    )


def reviewed(unit: Unit) -> rules.Reviewed:
    return rules.Reviewed(
        unit.agency_id, Mission(unit.mission), unit.agency.is_the_jail
    )


# --- What there is to review ---------------------------------------------------------


def open_capacities(at: datetime) -> QuerySet[Membership]:
    """Capacities in which somebody could work: those of open accounts, no drill."""
    return Membership.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        Q(account__expires_at__isnull=True) | Q(account__expires_at__gt=at),
        starts_at__lte=at,
        account__is_active=True,
        account__is_drill=False,
        account__suspended_at__isnull=True,
        unit__closed_at__isnull=True,
        unit__agency__closed_at__isnull=True,
    )


def units_to_review(at: datetime) -> list[int]:
    """Units with open accounts and no campaign of this month, in their order."""
    asked = Campaign.objects.filter(
        unit=OuterRef("unit"), month=rules.month_of(at), voided_at__isnull=True
    )
    return list(
        open_capacities(at)
        .filter(~Exists(asked))
        .order_by("unit_id")
        .values_list("unit_id", flat=True)
        .distinct()
    )


def earliest_open_due(account_id: int) -> datetime | None:
    """When the first review of an account is due that nobody has decided, in any unit."""
    return CampaignLine.objects.filter(
        account_id=account_id,
        decision="",
        campaign__finished_at__isnull=True,
        campaign__voided_at__isnull=True,
    ).aggregate(first=Min("campaign__due_at"))["first"]


def overdue_jails_own(at: datetime) -> list[Membership]:
    """Of the jail's own custody and health units: who was not reviewed in time."""
    return list(
        open_capacities(at)
        .filter(
            account__review_due_at__lte=at,
            unit__mission__in=[mission.value for mission in JAILS_OWN],
        )
        .select_related("account", "unit")
        .order_by("account_id", "pk")
    )


def unfinished(at: datetime) -> list[Campaign]:
    """Campaigns that wait for a decision."""
    return list(
        Campaign.objects.filter(_OPEN)
        .filter(
            Exists(CampaignLine.objects.filter(campaign=OuterRef("pk"), decision=""))
        )
        .select_related("unit__agency")
        .order_by("opened_at")
    )


# --- Who may -------------------------------------------------------------------------


def is_barred(campaign: Campaign, account_id: int | None) -> bool:
    """Whether somebody decided in a review of this unit and month that was set aside."""
    return CampaignLine.objects.filter(
        campaign__unit_id=campaign.unit_id,
        campaign__month=campaign.month,
        campaign__voided_at__isnull=False,
        decided_by_id=account_id,
    ).exists()


def reviewers(campaign: Campaign, at: datetime) -> list[Account]:
    """Whose turn it is: everybody who may review this unit, with an address."""
    unit = campaign.unit
    roles = Q(roles__contains=[Role.COORDINATOR], unit__agency_id=unit.agency_id)
    if reviewed(unit).is_jails_own:
        own = [role.value for role in rules.REVIEWS_JAILS_OWN]
        roles |= Q(roles__overlap=own, unit__agency__is_the_jail=True)
    members = open_capacities(at).filter(roles).exclude(account__email="")
    accounts = Account.objects.filter(
        pk__in=members.order_by().values("account_id")
    ).order_by("pk")
    return [account for account in accounts if not is_barred(campaign, account.pk)]


def campaigns_of(viewer: Viewer) -> list[Campaign]:
    """What this capacity may review, the open ones first, then the newest."""
    who = reviewer(viewer)
    mine = Q(pk__in=[])
    if Role.COORDINATOR in who.roles:
        mine |= Q(unit__agency_id=who.agency_id)
    if who.is_of_the_jail and who.roles & rules.REVIEWS_JAILS_OWN:
        mine |= Q(unit__mission__in=[m.value for m in JAILS_OWN])
        mine |= Q(unit__agency__is_the_jail=True)
    if who.is_of_the_jail and Role.ADMINISTRATOR in who.roles:
        mine |= Q(pk__in=_asking_of_coordinators())
    return _counted(Campaign.objects.filter(mine))[:PAGE]


def _asking_of_coordinators() -> QuerySet:
    return CampaignLine.objects.filter(roles__contains=[Role.COORDINATOR.value]).values(
        "campaign_id"
    )


def may_see(viewer: Viewer, campaign: Campaign) -> bool:
    """Whether a campaign is this capacity's to review, in whole or in part."""
    who = reviewer(viewer)
    return rules.reviews_unit(who, reviewed(campaign.unit)) or any(
        rules.may_review(who, reviewed(campaign.unit), frozenset(map(Role, roles)))
        for roles in campaign.lines.values_list("roles", flat=True)
    )


# --- How it was done -----------------------------------------------------------------


def begun_at(campaign_id: UUID, account_id: int) -> datetime | None:
    """When somebody first opened the page of a campaign."""
    return ActEvent.objects.filter(
        act=Act.CERTIFY,
        reason=OPENED,
        target_kind=TARGET,
        target_id=str(campaign_id),
        account_id=account_id,
    ).aggregate(first=Min("occurred_at"))["first"]


def decided_by(campaign: Campaign, account_id: int) -> list[rules.Decided]:
    """One reviewer's decisions in their order, with the seconds each took."""
    lines = list(
        campaign.lines.filter(decided_by_id=account_id)
        .order_by("decided_at")
        .values_list("decision", "is_trap", "decided_at")
    )
    seconds = rules.seconds_between(
        begun_at(campaign.pk, account_id), [at for *_, at in lines]
    )
    return [
        rules.Decided(rules.ReviewDecision(decision), took, is_trap)
        for (decision, is_trap, _), took in zip(lines, seconds, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Work:
    """What one reviewer did in a campaign."""

    account: Account
    decided: list[rules.Decided] = field(default_factory=list)


def campaign(campaign_id: UUID) -> Campaign | None:
    return (
        _counted(Campaign.objects.filter(pk=campaign_id))
        .select_related("unit__agency")
        .first()
    )


def campaigns() -> list[Campaign]:
    """Every campaign, the newest first."""
    return list(_counted(Campaign.objects.all())[:PAGE])


def work_in(campaign: Campaign) -> list[Work]:
    people = Account.objects.filter(
        pk__in=campaign.lines.filter(decided_by__isnull=False).values("decided_by_id")
    ).order_by("display_name", "pk")
    return [Work(account, decided_by(campaign, account.pk)) for account in people]


def lines_of(campaign: Campaign) -> list[CampaignLine]:
    return list(
        campaign.lines.select_related("account", "decided_by").order_by(
            "account__display_name", "pk"
        )
    )


def _counted(found: QuerySet[Campaign]) -> QuerySet[Campaign]:
    trap = Q(lines__is_trap=True)
    return (
        found.select_related("unit__agency")
        .annotate(
            asked=Count("lines"),
            decided=Count("lines", filter=~Q(lines__decision="")),
            traps=Count("lines", filter=trap),
            caught=Count("lines", filter=trap & Q(lines__decision="closed")),
            approved=Count(
                "lines", filter=trap & Q(lines__decision__in=["kept", "narrowed"])
            ),
        )
        .order_by("-month", "unit__agency__name", "unit__name", "-opened_at")
    )
