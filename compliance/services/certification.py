"""Reviews of accounts: decided line by line, and set aside when they were none.

Nothing has to run for an overdue account to close: ``Account.review_due_at`` is asked at
every request. What runs here asks for reviews, and makes known that one is missing.
"""

from datetime import datetime
from statistics import median
from uuid import UUID

from access.acts import Act, Denial
from access.enums import Role
from access.guards import ActDenied, performing, require
from access.models import Account
from access.rules import RuleViolation
from access.services import reviews
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from compliance import certification_rules as rules
from compliance.enums import ReviewDecision, VoidReason
from compliance.models import Campaign, CampaignLine
from compliance.selectors import certification as selectors
from compliance.services import campaigns

_OVER = "This review is over. Nothing was changed."
_ASIDE = "Somebody else must review this unit: a review of yours was set aside."


def open_page(campaign: Campaign, *, by: Viewer) -> None:
    """Put down when a reviewer first opened a campaign: the first line's time counts
    from then. Raises ActDenied for whoever has nothing to review in it.
    """
    require(Act.CERTIFY, by)
    if not selectors.may_see(by, campaign):
        raise ActDenied(Act.CERTIFY, Denial.NOT_YOURS)
    if selectors.begun_at(campaign.pk, by.account_id) is None:
        _record(campaign, by, selectors.OPENED)


def decide(line_id: UUID, answer: rules.Answer, *, by: Viewer) -> Campaign:
    """Keep, narrow or close one account; it is done now. Return the campaign, which may
    be void by it. Raises ActDenied, RuleViolation, CampaignLine.DoesNotExist.
    """
    with performing(Act.CERTIFY, by, answer.decision):
        line = CampaignLine.objects.select_related("membership").get(pk=line_id)
        campaign = _locked(line.campaign_id)
        line = CampaignLine.objects.select_for_update().get(pk=line_id)
        account = Account.objects.get(pk=line.account_id)
        _check(campaign, line, by)
        at = now()
        rules.check_answer(answer, at - (account.last_sign_in_at or account.opened_at))
        line.decision, line.reason = answer.decision, answer.reason or ""
        line.words = answer.words.strip()
        line.decided_at, line.decided_by_id = at, by.account_id
        line.due_before = account.review_due_at
        line.save()
        _carry_out(line, answer, at, by)
        _record(campaign, by, answer.decision, line=str(line.pk))
        judge(
            campaign,
            by.account_id,
            is_all=not _left_to(campaign, selectors.reviewer(by)),
            by=System("certification"),
        )
    return campaign


def finish(campaign_id: UUID, *, by: Viewer) -> Campaign:
    """Close a campaign of which every line is decided; from then on it is only read.
    Raises ActDenied, RuleViolation.
    """
    with performing(Act.CERTIFY, by, "finished"):
        campaign = _locked(campaign_id)
        if not selectors.may_see(by, campaign):
            raise ActDenied(Act.CERTIFY, Denial.NOT_YOURS)
        _check_open(campaign)
        if campaign.lines.filter(decision="").exists():
            raise RuleViolation("Some accounts still wait for a decision.")
        campaign.finished_at = now()
        campaign.save(update_fields=["finished_at"])
        _record(campaign, by, "finished")
    return campaign


def judge(
    campaign: Campaign, account_id: int, *, is_all: bool, by: System
) -> VoidReason | None:
    """Ask of one reviewer's decisions whether they were a review, and set the campaign
    aside if they were none. ``is_all``: no other decision is to come from them.
    """
    decided = selectors.decided_by(campaign, account_id)
    reason = rules.verdict(decided, is_all=is_all)
    if reason is not None:
        seconds = [d.seconds for d in decided]
        with acting(None, Act.VOID_CAMPAIGN, reason):
            record_act(
                Act.VOID_CAMPAIGN,
                Outcome.DONE,
                actor=by,
                reason=reason,
                target_kind=selectors.TARGET,
                target_id=campaign.pk,
                reviewer=account_id,
                lines=len(decided),
                traps_approved=sum(
                    d.is_trap and d.decision is not ReviewDecision.CLOSED
                    for d in decided
                ),
                seconds=round(sum(seconds), 1),
                median_seconds=round(median(seconds), 1),
            )
            campaigns.set_aside(campaign, reason, by=by)
    return reason


def _left_to(campaign: Campaign, who: rules.Reviewer) -> bool:
    """Whether a line is open that this reviewer may decide."""
    unit = selectors.reviewed(campaign.unit)
    waiting = campaign.lines.filter(decision="").exclude(account_id=who.account_id)
    return any(
        rules.may_review(who, unit, frozenset(map(Role, roles)))
        for roles in waiting.values_list("roles", flat=True)
    )


def _locked(campaign_id: UUID) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("unit__agency")
        .get(pk=campaign_id)
    )


def _check(campaign: Campaign, line: CampaignLine, by: Viewer) -> None:
    """Whose it is to decide comes first: nobody else learns how it stands."""
    roles = frozenset(map(Role, line.roles))
    unit = selectors.reviewed(campaign.unit)
    if not rules.may_review(selectors.reviewer(by), unit, roles):
        raise ActDenied(Act.CERTIFY, Denial.NOT_YOURS)
    if line.account_id == by.account_id:
        raise ActDenied(Act.CERTIFY, Denial.NOT_YOURS)
    _check_open(campaign)
    if selectors.is_barred(campaign, by.account_id):
        raise RuleViolation(_ASIDE)
    if line.decision:
        raise RuleViolation("This account has been decided already.")


def _check_open(campaign: Campaign) -> None:
    if campaign.voided_at is not None or campaign.finished_at is not None:
        raise RuleViolation(_OVER)


def _carry_out(line: CampaignLine, answer: rules.Answer, at: datetime, by: Viewer):
    """A planted account has no capacity: nothing is done to it."""
    if line.membership_id is None:
        return
    if answer.decision is ReviewDecision.CLOSED:
        reviews.end_capacity(line.membership_id, f"review: {answer.reason}", by=by)
        return
    if answer.decision is ReviewDecision.NARROWED:
        reviews.narrow(line.membership_id, answer.keep, by=by)
    elsewhere = selectors.earliest_open_due(line.account_id)
    due = min(filter(None, (rules.next_due_at(at), elsewhere)))
    reviews.set_review_due(line.account_id, due, by=by)


def _record(campaign: Campaign, by: Viewer, reason: str, **detail) -> None:
    record_act(
        Act.CERTIFY,
        Outcome.DONE,
        actor=by,
        reason=reason,
        target_kind=selectors.TARGET,
        target_id=campaign.pk,
        **detail,
    )


def certification_deadlines(*, by: System) -> None:
    """Daily: ask for what is to be reviewed, judge what was left unfinished, remind its
    reviewers, and make known who of the jail's own was not reviewed in time. May run
    twice, late, or not at all: no account stands longer by it.
    """
    campaigns.open_campaigns(by=by)
    at = now()
    for campaign in selectors.unfinished(at):
        if campaign.due_at <= at:
            _judge_unfinished(campaign, by)
        else:
            campaigns.remind(campaign, at, by=by)
    campaigns.find_unreviewed(by=by)


def _judge_unfinished(campaign: Campaign, by: System) -> None:
    """Whoever leaves one line open has not escaped: what they did decide is judged."""
    with acting(None, Act.VOID_CAMPAIGN):
        locked = _locked(campaign.pk)
        for work in selectors.work_in(locked):
            if locked.voided_at is None:
                judge(locked, work.account.pk, is_all=True, by=by)
