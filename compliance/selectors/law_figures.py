"""Figures about a law to come, and about one that has come, as they are kept: counts,
rule ids, keys of accounts. No person's data.
"""

from collections.abc import Callable
from datetime import datetime

from access.acts import Act
from access.enums import CLASSES, Certainty, LawKind, SessionEnd, Standing
from access.law import Duty, Law
from access.models import Account, AccountSession, LawVersion, Unit
from access.selectors import law_by_hash
from audit.enums import Outcome
from audit.models import ActEvent
from compliance import adoption
from compliance.selectors import looking_ahead
from compliance.selectors.looking_ahead import LOOKED_BACK, Closing, RefusedShowings

Say = Callable[[str], None]


def law_before(effective_at: datetime) -> Law | None:
    """The law that ends where one of this instant begins."""
    version = (
        LawVersion.objects.filter(kind=LawKind.LAW, effective_at__lt=effective_at)
        .order_by("-effective_at")
        .first()
    )
    return law_by_hash(version.sha256) if version else None


def preview(law: Law, now: datetime, *, say: Say) -> dict:
    """Who would lose what at the law's instant, as things stand now."""
    before, at = law_before(law.effective_at), law.effective_at
    say("Comparing it with the law before it, rule by rule ...")
    changes = _changes(before, law)
    say("Counting accounts, sessions and grants ...")
    people = looking_ahead.everybody(at)
    closings = looking_ahead.closing(before, law, people)
    openings = looking_ahead.closing(law, before, people) if before else []
    say("Deciding the last 90 days again ...")
    refused = looking_ahead.refused_showings(law, now - LOOKED_BACK, now)
    return {
        "counted_at": now.isoformat(),
        "law_before": before.title if before else "",
        "accounts": _accounts(people, closings),
        "opening": _by_unit(openings),
        "sessions": looking_ahead.open_sessions(closings, now),
        "grants": [
            {
                "basis": lost.basis.value,
                "classes": [c.word for c in CLASSES if c in lost.classes],
                "grants": lost.grants,
                "bookings": lost.bookings,
            }
            for lost in looking_ahead.lost_grants(before, law, at)
        ],
        # Nothing in this product sends data anywhere by itself: there is none to lose.
        "feeds": [],
        "refused": _refused(refused, since=now - LOOKED_BACK),
        "training": {
            "due_at": _iso(law.training_due_at),
            "accounts": len({a for alike in people for a in alike.counted[0]}),
        },
        "duties": [duty_figures(duty) for duty in law.duties],
        "warnings": adoption.warnings(law),
        **changes,
    }


def _accounts(people, closings: list[Closing]) -> dict:
    return {
        "all": len({a for alike in people for a in alike.counted[0]}),
        "closing": len({a for unit in closings for a in unit.accounts}),
        "by_unit": _by_unit(closings),
        "closing_ids": sorted({a for unit in closings for a in unit.accounts}),
    }


def _by_unit(closings: list[Closing]) -> list[dict]:
    return [
        {
            "unit": unit.unit_name,
            "agency": unit.agency_name,
            "accounts": len(unit.accounts),
        }
        for unit in closings
    ]


def _refused(refused: list[RefusedShowings], *, since: datetime) -> dict:
    units = [found.unit_id for found in refused]
    names = {
        unit.pk: str(unit)
        for unit in Unit.objects.filter(pk__in=units).select_related("agency")
    }
    return {
        "since": since.isoformat(),
        "rows": [
            {
                "unit": names.get(found.unit_id, ""),
                "mission": found.mission,
                "class": found.field_class.word,
                "citations": list(found.citations),
                "events": found.events,
                "persons": len(found.persons),
            }
            for found in sorted(
                refused, key=lambda f: (names.get(f.unit_id, ""), f.field_class)
            )
        ],
        "persons": len(frozenset().union(*(found.persons for found in refused))),
    }


def _changes(before: Law | None, law: Law) -> dict:
    return {
        "rules": [
            {"id": c.rule_id, "word": c.word, "sentences": list(c.sentences)}
            for c in adoption.rule_changes(before, law)
        ],
        "shifts": [
            {
                "mission": shift.mission.value if shift.mission else "",
                "in_department": shift.in_department,
                "roles": [role.value for role in shift.roles],
                "booking": shift.kind.value,
                "class": shift.field_class.word,
                "lost": sorted([*way] for way in shift.lost),
                "gained": sorted([*way] for way in shift.gained),
            }
            for shift in adoption.shifts(before, law)
        ],
    }


def duty_figures(duty: Duty) -> dict:
    return {
        "id": duty.id,
        "kind": duty.kind.value,
        "text": duty.text,
        "citation": duty.citation,
        "for_counsel": duty.certainty is not Certainty.FOUND,
        "owner": duty.owner.value if duty.owner else "",
        "due_at": _iso(duty.due_at),
        "proof": duty.proof,
    }


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""


def first_day(version: LawVersion, until: datetime) -> dict:
    """What is so since a law has begun, up to an instant: everything counted anew."""
    law, since = law_by_hash(version.sha256), version.effective_at
    people = looking_ahead.everybody(until)
    closings = looking_ahead.closing(law_before(since), law, people)
    done, of = looking_ahead.trained(version.pk, people)
    shown = looking_ahead.refused_showings(law, since, until)
    keys = [key for unit in closings for key in unit.memberships]
    return {
        "counted_at": until.isoformat(),
        "accounts": _accounts(people, closings),
        # Each of them is refused at its next request; until then nothing is shown to it.
        "sessions_not_yet_back": looking_ahead.open_sessions(closings, until),
        "sessions_ended": AccountSession.objects.filter(
            membership_id__in=keys,
            ended_at__gte=since,
            ended_at__lte=until,
            end_reason=SessionEnd.STANDING,
        ).count(),
        "sign_ins_refused": _sign_ins_refused(since, until),
        "shown_against_the_law": sum(found.events for found in shown),
        "trained": {"done": done, "accounts": of},
        "duties": [duty_figures(duty) for duty in law.duties],
    }


def _sign_ins_refused(since: datetime, until: datetime) -> int:
    return (
        ActEvent.objects.filter(
            act=Act.SIGN_IN,
            outcome=Outcome.REFUSED,
            reason=Standing.FORBIDDEN,
            occurred_at__gte=since,
            occurred_at__lte=until,
        )
        .exclude(account_id__in=Account.objects.filter(is_drill=True).values("pk"))
        .count()
    )
