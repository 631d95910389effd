"""Reviews of accounts, in words: for whoever reviews, and for whoever reviews them."""

from datetime import datetime
from statistics import median
from uuid import UUID

from access.enums import FieldClass, Role, class_words
from access.presenters import tone_of
from access.viewer import Viewer
from compliance import certification_rules as rules
from compliance.certification_forms import LineForm
from compliance.enums import ReviewDecision, ReviewReason, VoidReason
from compliance.models import Campaign, CampaignLine
from compliance.presenters.council import told
from compliance.selectors.certification import Work, reviewed
from compliance.selectors.review_page import Line, ReviewPage, finding_labels

_DECISION_TONES = {
    ReviewDecision.KEPT: "good",
    ReviewDecision.NARROWED: "warn",
    ReviewDecision.CLOSED: "bad",
}


def campaign_list(campaigns: list[Campaign], at: datetime) -> dict:
    rows = [_campaign(campaign, at) for campaign in campaigns]
    return {
        "waiting": [row for row in rows if row["is_open"]],
        "over": [row for row in rows if not row["is_open"]],
    }


def _campaign(campaign: Campaign, at: datetime) -> dict:
    is_open = campaign.finished_at is None and campaign.voided_at is None
    overdue = rules.overdue_hours(campaign.due_at, at)
    left = campaign.asked - campaign.decided
    return {
        "id": campaign.pk,
        "unit": str(campaign.unit),
        "month": campaign.month,
        "due_at": campaign.due_at,
        "asked": campaign.asked,
        "decided": campaign.decided,
        "left": left,
        "is_open": is_open,
        "overdue": overdue if is_open and left else None,
        "state": _state(campaign, left, overdue),
    }


def _state(campaign: Campaign, left: int, overdue: int | None) -> dict:
    if campaign.voided_at is not None:
        return {"text": "Set aside", "tone": "bad"}
    if campaign.finished_at is not None:
        if left:
            return {"text": f"{left} never decided", "tone": "bad"}
        return {"text": "Finished", "tone": "good"}
    if not left:
        return {"text": "To be finished", "tone": "info"}
    if overdue is not None:
        return {"text": f"Overdue for {_hours(overdue)}", "tone": "bad"}
    return {"text": "Open", "tone": "warn"}


def _hours(hours: int) -> str:
    return f"{hours} hour{'' if hours == 1 else 's'}"


# --- For whoever reviews -------------------------------------------------------------


def review(
    campaign: Campaign,
    page: ReviewPage,
    who: rules.Reviewer,
    viewer: Viewer,
    *,
    is_barred: bool,
    sent: LineForm | None,
) -> dict:
    """The page of one campaign. ``sent``: a form that came back with errors. Nothing in
    it says, or is made of, which account is planted.
    """
    summary = _campaign(campaign, viewer.at)
    unit = reviewed(campaign.unit)
    may = summary["is_open"] and not is_barred
    lines = [
        _line(
            line,
            viewer.at,
            sent=sent,
            may=may
            and line.row["account_id"] != viewer.account_id
            and rules.may_review(
                who, unit, frozenset(map(Role, line.row["roles_asked"]))
            ),
            is_own=line.row["account_id"] == viewer.account_id,
        )
        for line in page.lines
    ]
    return {
        "campaign": summary,
        "is_barred": is_barred,
        "lines": lines,
        "sent": sent,
        "to_decide": sum(line["form"] is not None for line in lines),
        "may_finish": may and not summary["left"],
        "the_law": page.law,
        "next_law": page.next_law,
    }


def _line(
    line: Line, at: datetime, *, sent: LineForm | None, may: bool, is_own: bool
) -> dict:
    row = line.row
    decision = ReviewDecision(row["decision"]) if row["decision"] else None
    form = None
    if may and decision is None:
        form = sent if sent and sent.line_id == row["line_id"] else _form(line)
    return {
        "id": row["line_id"],
        "name": row["display_name"],
        "sign_in_name": row["sign_in_name"],
        # What a decision did to an account would tell which of them is none.
        "standing": None
        if decision
        else {"text": line.standing.label, "tone": tone_of(line.standing)},
        "facts": [] if decision else list(_facts(line, at)),
        "notes": [] if decision else list(_notes(line, at)),
        "decision": decision
        and {
            "text": decision.label,
            "tone": _DECISION_TONES[decision],
            "why": _why(row["reason"], row["words"]),
            "at": row["decided_at"],
            "by": row["decided_by_name"],
        },
        "form": form,
        "is_own": is_own,
    }


def _form(line: Line) -> LineForm:
    return LineForm(line_id=line.row["line_id"], roles=line.roles)


def form_of(page: ReviewPage, line_id: UUID | None, data) -> LineForm | None:
    """What was sent about one line of the page, or None for a line of no such page."""
    for line in page.lines:
        if line.row["line_id"] == line_id:
            return LineForm(data, line_id=line_id, roles=line.roles)
    return None


def _facts(line: Line, at: datetime):
    row = line.row
    yield "Works as", ", ".join(sorted(role.label for role in line.roles))
    yield "Last sign-in", _last_used(row["last_sign_in_at"], row["opened_at"], at)
    yield (
        "People shown",
        f"{told(row['shown_newer'])} in 30 days, {told(row['shown_older'])} in 90",
    )
    yield "May be shown", _reach(line)
    yield "The law today", _law(line.law.classes, is_forbidden=line.law.is_forbidden)
    if line.law.next_classes is not None:
        yield "The next law", _change(line)


def _last_used(last: datetime | None, opened: datetime, at: datetime) -> str:
    days = (at - (last or opened)).days
    ago = "today" if not days else f"{days} day{'' if days == 1 else 's'} ago"
    return ago if last else f"never; opened {ago}"


def _reach(line: Line) -> str:
    """Class by facility; facilities that are the same stand together."""
    together: dict[FieldClass, list[str]] = {}
    for name, classes in line.places:
        together.setdefault(classes, []).append(name)
    return (
        "; ".join(f"{', '.join(n)}: {_words(c)}" for c, n in together.items())
        or "nothing past the register without a paper"
    )


def _words(classes: FieldClass) -> str:
    return ", ".join(class_words(classes)).lower()


def _law(classes: FieldClass, *, is_forbidden: bool) -> str:
    past = classes & ~FieldClass.REGISTER
    if is_forbidden:
        return "forbids it without a judge's paper"
    return f"allows {_words(past)}" if past else "allows nothing past the register"


def _change(line: Line) -> str:
    law = line.law
    if law.next_classes == law.classes and law.next_is_forbidden == law.is_forbidden:
        return "changes nothing for it"
    if law.next_is_forbidden:
        return "forbids it"
    taken, given = law.classes & ~law.next_classes, law.next_classes & ~law.classes
    said = []
    if taken:
        said.append(f"takes {_words(taken)}")
    if given:
        said.append(f"gives {_words(given)}")
    return "; ".join(said) or "changes nothing for it"


def _notes(line: Line, at: datetime):
    """What a reviewer should not overlook."""
    row = line.row
    if rules.needs_reason(ReviewDecision.KEPT, line.unused):
        yield f"Not used for {line.unused.days} days: to keep it needs a reason."
    domain = row["email"].partition("@")[2]
    if domain and row["mail_domains"] and not _is_theirs(domain, row["mail_domains"]):
        yield f"Mail goes to {domain}, which is not the agency's."
    elif domain and not row["mail_domains"]:
        yield f"Mail goes to {domain}."
    for label in finding_labels(row["findings"]):
        yield f"Open finding: {label.lower()}."
    if row["elsewhere"]:
        yield f"Also works in {', '.join(row['elsewhere'])}."
    ended = row["capacity_ends_at"]
    if ended is not None and ended <= at and not row["decision"]:
        yield "Does not work in this unit any more."


def _is_theirs(domain: str, domains: list[str]) -> bool:
    return any(domain == own or domain.endswith(f".{own}") for own in domains)


def _why(reason: str, words: str) -> str:
    label = ReviewReason(reason).label if reason else ""
    return ": ".join(filter(None, (label, words)))


# --- For whoever reviews the reviewers -----------------------------------------------


def certification(campaigns: list[Campaign], viewer: Viewer) -> dict:
    rows = [
        {
            **_campaign(campaign, viewer.at),
            "traps": _traps(campaign, viewer),
            "void": _void(campaign),
        }
        for campaign in campaigns
    ]
    return {
        "campaigns": rows,
        "numbers": [
            ("Reviews waiting", sum(row["is_open"] for row in rows)),
            ("Overdue", sum(row["overdue"] is not None for row in rows)),
            ("Set aside", sum(bool(row["void"]) for row in rows)),
        ],
    }


def _void(campaign: Campaign) -> str:
    return VoidReason(campaign.void_reason).label if campaign.void_reason else ""


def _may_know_traps(campaign: Campaign, viewer: Viewer) -> bool:
    """While a review is open the auditor alone: an administrator may be its reviewer."""
    is_over = campaign.finished_at is not None or campaign.voided_at is not None
    return is_over or Role.AUDITOR in viewer.roles


def _traps(campaign: Campaign, viewer: Viewer) -> str:
    if not _may_know_traps(campaign, viewer):
        return ""
    open_still = campaign.traps - campaign.caught - campaign.approved
    return (
        f"{campaign.caught} caught, {campaign.approved} approved"
        f"{f', {open_still} open' if open_still else ''}"
    )


def campaign_page(
    campaign: Campaign, work: list[Work], lines: list[CampaignLine], viewer: Viewer
) -> dict:
    knows = _may_know_traps(campaign, viewer)
    return {
        "campaign": {
            **_campaign(campaign, viewer.at),
            "opened_at": campaign.opened_at,
            "finished_at": campaign.finished_at,
            "voided_at": campaign.voided_at,
            "traps": _traps(campaign, viewer),
        },
        "void": _void(campaign),
        "work": [_work(one) for one in work],
        "lines": [_audited(line, knows=knows) for line in lines],
    }


def _work(work: Work) -> dict:
    seconds = [d.seconds for d in work.decided]
    decisions = [d.decision for d in work.decided]
    return {
        "name": work.account.display_name,
        "lines": len(seconds),
        **{kind.value: decisions.count(kind) for kind in ReviewDecision},
        "median": round(median(seconds), 1),
        "total": round(sum(seconds), 1),
    }


def _audited(line: CampaignLine, *, knows: bool) -> dict:
    decision = ReviewDecision(line.decision) if line.decision else None
    return {
        "name": line.account.display_name,
        "sign_in_name": line.account.sign_in_name,
        "roles": ", ".join(Role(role).label for role in line.roles),
        "decision": {
            "text": decision.label if decision else "Undecided",
            "tone": _DECISION_TONES[decision] if decision else "quiet",
        },
        "why": _why(line.reason, line.words),
        "decided_at": line.decided_at,
        "by": line.decided_by.display_name if line.decided_by else "",
        "is_trap": knows and line.is_trap,
    }
