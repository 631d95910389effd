"""Proposals in words: what will change, from what to what, and who may agree to it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone

from access import acts
from access.acts import Act, may_second
from access.enums import (
    CLASS_LABELS,
    FieldClass,
    Mission,
    ProposalStatus,
    Purpose,
)
from access.models import Approval, Proposal
from access.rules import RuleViolation, check_second_person
from access.viewer import Viewer

Names = dict[tuple[str, int], str]
Change = tuple[str, str, str]  # what, as it is, as it will be

_TONES = {
    ProposalStatus.WAITING: "warn",
    ProposalStatus.DONE: "good",
    ProposalStatus.REFUSED: "bad",
    ProposalStatus.WITHDRAWN: "quiet",
}
_ANY = "any that the law allows"


def proposal_rows(
    proposals: list[Proposal], names: Names, viewer: Viewer
) -> list[dict]:
    return [_head(proposal, names, viewer) for proposal in proposals]


def proposal_page(
    proposal: Proposal, names: Names, viewer: Viewer, decision: Approval | None
) -> dict:
    act = Act(proposal.act)
    is_waiting = proposal.status == ProposalStatus.WAITING
    why_not = _why_not(proposal, viewer) if is_waiting else ""
    return {
        "asked": _head(proposal, names, viewer),
        "changes": list(_CHANGES[act](proposal, names)),
        "seconds": ", ".join(sorted(role.label.lower() for role in acts.SECONDS[act])),
        "may_decide": is_waiting and not why_not,
        "why_not": why_not,
        "may_withdraw": is_waiting
        and proposal.requester_id == viewer.account_id
        and bool(viewer.may(Act.PROPOSE)),
        "decision": decision,
    }


def _head(proposal: Proposal, names: Names, viewer: Viewer) -> dict:
    status = ProposalStatus(proposal.status)
    return {
        "id": proposal.pk,
        "act": acts.ACT_LABELS[Act(proposal.act)],
        "about": _about(proposal, names),
        "requester": proposal.requester.display_name,
        "unit": str(proposal.requester_unit),
        "reason": proposal.reason,
        "proposed_at": proposal.proposed_at,
        "decided_at": proposal.decided_at,
        "status": {"text": status.value.capitalize(), "tone": _TONES[status]},
        "is_own": proposal.requester_id == viewer.account_id,
        "may_decide": status is ProposalStatus.WAITING
        and not _why_not(proposal, viewer),
    }


def _about(proposal: Proposal, names: Names) -> str:
    key = proposal.target_id
    number = int(key) if key.isdecimal() else 0
    return names.get((proposal.target_kind, number), f"{proposal.target_kind} {key}")


def _why_not(proposal: Proposal, viewer: Viewer) -> str:
    """Why this viewer may not be the second person, in words; empty where they may."""
    if not viewer.may(Act.DECIDE) or not may_second(viewer.roles, Act(proposal.act)):
        return "Your role does not agree to this."
    try:
        check_second_person(proposal, by=viewer)
    except RuleViolation as violation:
        return str(violation)
    return ""


# --- What will change ------------------------------------------------------------------


def _reopening(proposal: Proposal, names: Names) -> Iterator[Change]:
    before, after = proposal.payload["before"], proposal.payload
    if before["suspended_at"]:
        yield "Suspended", f"since {_moment(before['suspended_at'])}", "no longer"
    yield "Ends", _moment(before["expires_at"]), _moment(after["expires_at"])
    for key in after["memberships"]:
        yield names.get(("membership", key), "A capacity"), "ended", "given back"
    yield "Days without use", "as they are counted", "counted anew from now"
    yield "Last sign-in and every other clock", "as it was", "as it was"


def _closing(proposal: Proposal, names: Names) -> Iterator[Change]:
    yield "Everybody who works there", "may sign in", "is out at the next step"


def _opening_again(proposal: Proposal, names: Names) -> Iterator[Change]:
    yield "Everybody who works there", "is out", "may sign in again, anew"


def _signing(proposal: Proposal, names: Names) -> Iterator[Change]:
    after = proposal.payload
    yield "Agreement", "none", after["title"]
    yield "From", "", _moment(after["starts_at"])
    yield from _terms({}, after, names)


def _widening(proposal: Proposal, names: Names) -> Iterator[Change]:
    yield from _terms(proposal.payload["before"], proposal.payload, names)


def _terms(before: dict, after: dict, names: Names) -> Iterator[Change]:
    """Only what differs: who reads a list of all, reads over the one that matters."""
    words: tuple[tuple[str, Callable[[dict], str]], ...] = (
        ("Until", lambda said: _moment(said["ends_at"])),
        ("People a day for each account", lambda said: f"{said['daily_ceiling']:,}"),
        ("Purposes", lambda said: _purposes(said["purposes"])),
    )
    for what, say in words:
        was, will_be = say(before) if before else "none", say(after)
        if was != will_be:
            yield what, was, will_be
    was = set(before.get("rows", ()))
    opened: dict[tuple[int, int], FieldClass] = {}
    for row in set(after["rows"]) - was:
        unit, place, bit = (int(key) for key in row.split(":"))
        opened[unit, place] = opened.get((unit, place), FieldClass(0)) | FieldClass(bit)
    for (unit, place), classes in sorted(opened.items()):
        where = (names.get(("unit", unit), "?"), names.get(("facility", place), "?"))
        yield " at ".join(where), "not shown", _classes(classes)


def _unit(proposal: Proposal, names: Names) -> Iterator[Change]:
    yield "Unit", "none", proposal.payload["name"]
    yield "Mission", "none", _mission(proposal.payload["mission"])


def _changed_mission(proposal: Proposal, names: Names) -> Iterator[Change]:
    said = proposal.payload
    yield "Mission", _mission(said["before"]), _mission(said["mission"])


def _known(proposal: Proposal, names: Names) -> Iterator[Change]:
    before, after = proposal.payload["before"], proposal.payload
    for what, name, say in (
        ("Its department enforces immigration law", "enforces_immigration_law", _yes),
        ("Domains its people write from", "mail_domains", _list),
    ):
        if before[name] != after[name]:
            yield what, say(before[name]), say(after[name])


def _schedule(proposal: Proposal, names: Names) -> Iterator[Change]:
    said = proposal.payload
    yield "Retention schedule", "as it is", said["number"]
    yield "Kept after the duty is met", "as it is", f"{said['days']} days"
    yield (
        "For complaints and appeals, besides",
        "as it is",
        f"{said['appeal_days']} days",
    )


def _retention(proposal: Proposal, names: Names) -> Iterator[Change]:
    said = proposal.payload
    yield "Retention schedule", "as it is", f"{said['number']}, {said['title']}"
    yield "Kept after release", "as it is", f"{said['days']} days"
    yield "Source", "as it is", f"{said['source']} ({said['certainty']})"
    yield "In force from", "as it is", said["in_force_from"]


def _disposition(proposal: Proposal, names: Names) -> Iterator[Change]:
    said = proposal.payload
    yield "Schedule", said["number"], said["number"]
    yield "Records that are due", f"{said['records']}", "none"
    yield "Due, and kept for a case", f"{said['held']}", f"{said['held']}"
    yield "These records, by digest", said["digest"][:12], "gone"


_CHANGES: dict[Act, Callable[[Proposal, Names], Iterator[Change]]] = {
    Act.REOPEN: _reopening,
    Act.CLOSE_UNIT: _closing,
    Act.CLOSE_AGENCY: _closing,
    Act.REOPEN_UNIT: _opening_again,
    Act.REOPEN_AGENCY: _opening_again,
    Act.SIGN_AGREEMENT: _signing,
    Act.WIDEN_AGREEMENT: _widening,
    Act.OPEN_UNIT: _unit,
    Act.CHANGE_MISSION: _changed_mission,
    Act.CHANGE_AGENCY: _known,
    Act.SET_CONSULAR_SCHEDULE: _schedule,
    Act.SET_RETENTION: _retention,
    Act.DISPOSE: _disposition,
}


def _moment(text: str | None) -> str:
    if not text:
        return "no end"
    at = timezone.localtime(datetime.fromisoformat(text))
    return f"{at:%b %-d, %Y, %H:%M}"


def _purposes(words: list[str]) -> str:
    return ", ".join(Purpose(word).label for word in words) or _ANY


def _classes(classes: FieldClass) -> str:
    return ", ".join(label for c, label in CLASS_LABELS.items() if c in classes)


def _mission(word: str) -> str:
    return Mission(word).value.replace("_", " ")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _list(values: list[str]) -> str:
    return ", ".join(values) or "none known"
