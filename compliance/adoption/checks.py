"""Whether a law may be adopted. In 2018 the duty to train had neither an owner nor a date
nor a proof, and nobody was trained; here such a law is not adopted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from access.acts import ACTS, Act
from access.enums import DutyKind, LawKind, Role
from access.law import Duty, Law

# Who can put the proof of a duty on record, and so own one.
OWNERS = ACTS[Act.PROVE_DUTY]


@dataclass(frozen=True, slots=True)
class Draft:
    """A law file, and the instant at which whoever adopts it says that it begins."""

    law: Law
    effective_at: datetime


def missing(law: Law) -> list[str]:
    """What each duty of a law still needs, in sentences; empty: every one has an owner
    who can prove it, a date, and a proof.
    """
    return [sentence for duty in law.duties for sentence in _missing(duty)]


def _missing(duty: Duty) -> Iterator[str]:
    needs = {
        "an owner": duty.owner,
        "a date (due_at)": duty.due_at,
        "a proof": duty.proof,
    }
    lacking = [word for word, value in needs.items() if not value]
    if lacking:
        yield f"Duty {duty.id!r} lacks {_listed(lacking)}."
    if duty.owner and duty.owner not in OWNERS:
        yield (
            f"Duty {duty.id!r}: a {duty.owner.label.lower()} cannot put its proof on "
            f"record. Give it to one of: {_roles(OWNERS)}."
        )


def refusals(draft: Draft, laws: Iterable[Law], now: datetime) -> list[str]:
    """Why this law may not be adopted now; empty: it may. ``laws``: all that are loaded."""
    law, known = draft.law, [one for one in laws if one.kind is LawKind.LAW]
    if law.kind is not LawKind.LAW:
        return ["This file is of kind system: what an old system let people reach."]
    found = []
    if any(one.sha256 == law.sha256 for one in known):
        found.append("These very words are a law already.")
    if law.effective_at != draft.effective_at:
        found.append(
            f"The file begins at {law.effective_at.isoformat()}, and you said "
            f"{draft.effective_at.isoformat()}: they must be the same instant."
        )
    if law.effective_at <= now:
        found.append("Its instant has passed. A law is adopted before it takes effect.")
    last = max((one.effective_at for one in known), default=None)
    if last is not None and law.effective_at <= last:
        found.append(f"It must begin after the last law, of {last.isoformat()}.")
    found.extend(
        f"Duty {duty.id!r} was due on {duty.due_at.isoformat()}, which has passed."
        for duty in law.duties
        if duty.due_at and duty.due_at <= now
    )
    return found + missing(law)


def warnings(law: Law) -> list[str]:
    """What two people should have thought of before they sign."""
    found = []
    if not any(duty.kind is DutyKind.TRAIN for duty in law.duties):
        found.append("This law tells nobody to train the people who work under it.")
    found.extend(
        f"Duty {duty.id!r} is due after the law takes effect: until then people work "
        "under a law that they were not trained on."
        for duty in law.duties
        if duty.kind is DutyKind.TRAIN
        and duty.due_at
        and duty.due_at > law.effective_at
    )
    return found


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _roles(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(role.label.lower() for role in roles))
