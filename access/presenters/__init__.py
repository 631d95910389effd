"""Accounts and laws, in words for one reader."""

from datetime import datetime

import segno
from django.conf import settings

from access import banner as banners
from access import policy
from access.arrivals import UNKNOWN_DEVICE
from access.enums import (
    CLASS_LABELS,
    CLASSES,
    NOTHING,
    Basis,
    Certainty,
    Departments,
    Effect,
    FieldClass,
    LawKind,
    Standing,
    class_words,
)
from access.law import Duty, Law, Rule
from access.models import Account, LawVersion, TotpDevice
from access.roll import RollPage
from access.selectors import Factors
from access.steps import IDLE_LOCKS_AFTER
from access.viewer import Viewer

_TONES = {
    Standing.GOOD: "good",
    Standing.WARNED: "warn",
    Standing.DORMANT: "bad",
    Standing.FORBIDDEN: "bad",
    Standing.SUSPENDED: "bad",
    Standing.EXPIRED: "bad",
    Standing.UNREVIEWED: "bad",
    Standing.UNTRAINED: "bad",
    Standing.INVITED: "info",
}
_EFFECTS = {
    Effect.REGISTER: "Open to everybody",
    Effect.ALLOW: "Allowed",
    Effect.ALLOW_ON_BASIS: "Allowed on a basis",
    Effect.NEVER: "Never",
}
_CERTAINTIES = {
    Certainty.FOUND: "",
    Certainty.HIGH: "for counsel: not yet checked against the text",
    Certainty.MED: "for counsel: probable",
    Certainty.LOW: "for counsel: uncertain",
}


def reach(viewer: Viewer) -> dict:
    """What the law opens to this viewer of an ordinary booking: three lists of words.

    It says nothing of agreements and grants, and so of no booking.
    """
    terms = policy.terms(
        viewer.law, viewer.facts, viewer.purpose, policy.BookingFacts()
    )
    standing, asked_for = terms.register.classes, NOTHING
    for basis, opening in terms.opens.items():
        if basis is Basis.STANDING:
            standing |= opening.classes
        else:
            asked_for |= opening.classes
    shown = [c for c in CLASSES if c is not FieldClass.PROTECTED]
    return {
        "shown": _labels(c for c in shown if c in standing),
        "on_paper": _labels(c for c in shown if c in asked_for & ~standing),
        "closed": _labels(c for c in shown if c not in standing | asked_for),
    }


def _labels(classes) -> list[str]:
    return [CLASS_LABELS[c] for c in classes]


def tone_of(standing: Standing) -> str:
    return _TONES[standing]


def account_page(page: RollPage, *, standing: str) -> dict:
    return {
        "accounts": [{**row, "tone": _TONES[row["standing"]]} for row in page.rows],
        "counts": [
            {
                "standing": kind.value,
                "label": kind.label,
                "count": count,
                "tone": _TONES[kind],
                "is_chosen": kind == standing,
            }
            for kind, count in page.counts.items()
        ],
        "next_after": page.next_after,
        "standing": standing,
        "total": sum(page.counts.values()),
    }


def law_list(versions: list[LawVersion], *, at: datetime) -> dict:
    """The laws, newest first, each with its end where the next begins."""
    rows, ends_at = [], None
    for version in versions:
        if version.kind != LawKind.LAW:
            continue
        in_force = version.effective_at <= at and (ends_at is None or at < ends_at)
        rows.append({"version": version, "ends_at": ends_at, "in_force": in_force})
        ends_at = version.effective_at
    systems = [v for v in versions if v.kind == LawKind.SYSTEM]
    return {"laws": rows, "systems": systems}


def law_page(version: LawVersion, law: Law) -> dict:
    return {
        "version": version,
        "certainty": _CERTAINTIES[law.effective_certainty],
        "rules": [rule_words(rule) for rule in law.rules],
        "duties": [duty_words(duty) for duty in law.duties],
    }


def duty_words(duty: Duty) -> dict:
    """A duty as the law has it: what it leaves open is said to be open."""
    return {
        "id": duty.id,
        "kind": duty.kind.label,
        "text": duty.text,
        "citation": duty.citation,
        "certainty": _CERTAINTIES[duty.certainty],
        "owner": duty.owner.label if duty.owner else "",
        "due_at": duty.due_at,
        "proof": duty.proof,
    }


def rule_words(rule: Rule) -> dict:
    return {
        "id": rule.id,
        "effect": _EFFECTS[rule.effect],
        "text": rule.text,
        "citation": rule.citation,
        "certainty": _CERTAINTIES[rule.certainty],
        "classes": class_words(rule.classes),
        "who": _who(rule),
        "purposes": sorted(purpose.label for purpose in rule.purposes),
        "bases": sorted(basis.label for basis in rule.bases),
    }


def _who(rule: Rule) -> str:
    """Whom a rule reaches: roles in units of missions; nothing named is everybody."""
    roles = ", ".join(sorted(role.label.lower() for role in rule.roles))
    missions = sorted(m.value.replace("_", " ") for m in rule.missions)
    units = f"units for {', '.join(missions)}" if missions else ""
    if rule.departments is Departments.ONLY:
        units = f"{units or 'units'} of a department that enforces immigration law"
    who = " in ".join(filter(None, (roles, units)))
    return who[:1].upper() + who[1:] or "Everybody"


def banner(law: Law | None) -> dict:
    """What is acknowledged; without a law nothing is opened, and nothing is said of it."""
    return {
        "statements": banners.STATEMENTS,
        "ordinance": banners.statements(law)[-1] if law else "",
    }


def factors_page(held: Factors, account: Account, *, is_at_the_door: bool) -> dict:
    """What somebody holds, and what they can do about it."""
    is_last = settings.SECOND_FACTOR_REQUIRED and held.number <= 1
    return {
        "held": held,
        "is_at_the_door": is_at_the_door,
        "may_remove": not is_last,
        "may_make_codes": bool(held.number),
        "is_tied": account.external_subject is not None,
        "may_untie": account.has_usable_password(),
    }


def new_authenticator(device: TotpDevice, secret: tuple[str, str]) -> dict:
    """A secret to scan, as the path of a drawing, and to type, in fours."""
    text, address = secret
    code = segno.make(address, error="m", micro=False)
    rows = [
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix_iter(border=4))
        for x, dark in enumerate(row)
        if dark
    ]
    return {
        "device": device,
        "secret": " ".join(text[at : at + 4] for at in range(0, len(text), 4)),
        "qr_size": code.symbol_size(border=4)[0],
        "qr_path": "".join(rows),
    }


def own_sessions(found: list[dict], viewer: Viewer) -> dict:
    """Where somebody is signed in; the session they ask from is named as such."""
    rows = [
        {
            **row,
            "is_this": row["id"] == viewer.session_id,
            "place": row["place"] or "A place that is not known",
            "device": row["device"] or UNKNOWN_DEVICE,
            "is_locked": row["locked_at"] is not None
            or viewer.at - row["last_active_at"] >= IDLE_LOCKS_AFTER,
        }
        for row in found
    ]
    return {
        "sessions": sorted(rows, key=lambda row: not row["is_this"]),
        "has_others": any(not row["is_this"] for row in rows),
    }
