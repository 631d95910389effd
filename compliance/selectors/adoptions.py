"""Reading laws to come, what waits for a second person, and reports of first days."""

from uuid import UUID

from access.acts import Act
from access.enums import ProposalStatus
from access.models import Account, Proposal
from compliance.models import Adoption, LawDayReport

TARGET = "adoption"
NAMED = 100


def laws_to_come() -> list[Adoption]:
    return list(Adoption.objects.defer("source", "preview").select_related("law"))


def adoption(adoption_id: UUID) -> Adoption | None:
    return Adoption.objects.filter(pk=adoption_id).select_related("law").first()


def waiting_proposal(adoption_id: UUID) -> Proposal | None:
    """The first signature, while it waits for the second."""
    return (
        Proposal.objects.filter(
            act=Act.ADOPT_LAW,
            target_kind=TARGET,
            target_id=str(adoption_id),
            status=ProposalStatus.WAITING,
        )
        .select_related("requester", "requester_unit__agency")
        .first()
    )


def day_reports(law_id: int | None) -> list[LawDayReport]:
    return list(LawDayReport.objects.filter(law_id=law_id)) if law_id else []


def account_names(keys: list[int]) -> list[str]:
    """Names of accounts, for those who look after them; no person in custody."""
    found = Account.objects.filter(pk__in=keys).order_by("display_name", "pk")
    return list(found.values_list("display_name", flat=True)[:NAMED])
