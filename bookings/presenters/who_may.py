"""Who may see what, in words: classes, the path to each, and what was shown."""

from access.enums import BookingKind, class_words
from access.law import Law
from access.selectors.who_may import Path, Reach, Then
from bookings.presenters.words import moment
from bookings.selectors.who_may import Reader, Seen, WhoMay, Within

PAGE = 100
# In the order in which they are offered.
GROUPS = {
    "never": "May see it, and never did",
    "did": "May see it, and did",
    "no_more": "Was shown it, and may not see it now",
    "unlawful": "Was shown it against the law of that moment",
}
KINDS = {
    BookingKind.ORDINARY: "Bookings",
    BookingKind.JUVENILE: "Juvenile bookings",
    BookingKind.SEALED: "Sealed bookings",
}


def as_of(then: Then, *, is_now: bool) -> dict:
    law = then.law.title if then.law else "no law in force"
    return {"moment": moment(then.at), "is_now": is_now, "law": law}


def groups(answer: WhoMay, chosen: str) -> list[dict]:
    """The four groups with their counts and rows; without a choice, the first that has
    somebody in it.
    """
    rows: dict[str, list] = {
        "did": [reader for reader in answer.readers if reader.shown.times],
        "never": [reader for reader in answer.readers if not reader.shown.times],
        "no_more": [seen for seen in answer.seen if not seen.shown.unlawful],
        "unlawful": [seen for seen in answer.seen if seen.shown.unlawful],
    }
    usual = next((code for code in GROUPS if rows[code]), "never")
    chosen = chosen if chosen in GROUPS else usual
    return [
        {
            "code": code,
            "label": label,
            "count": len(rows[code]),
            "rows": [(row, answer.then.law) for row in rows[code]],
            "is_chosen": code == chosen,
        }
        for code, label in GROUPS.items()
    ]


def row(found: tuple[Reader | Seen, Law | None], code: str) -> dict:
    one, law = found
    told = {
        "times": one.shown.times,
        "last_at": moment(one.shown.last_at) if one.shown.last_at else "",
        "unlawful": class_words(one.shown.unlawful) if code == "unlawful" else [],
    }
    if isinstance(one, Seen):
        return {"account_id": one.account_id, "account": _seen_name(one), **told}
    return {
        "account_id": one.capacity.account_id,
        "account": one.capacity.name,
        "unit": f"{one.capacity.agency} · {one.capacity.unit}",
        "standing": one.capacity.standing.label,
        "since": moment(one.since),
        **_reach(one.reach, law),
        **told,
    }


def _seen_name(seen: Seen) -> str:
    return seen.name or "Users of an old system who are nobody here"


def _reach(reach: Reach, law: Law | None) -> dict:
    return {
        "classes": class_words(reach.classes),
        "purposes": ", ".join(purpose.label.lower() for purpose in reach.purposes),
        "paths": [_path(path, law) for path in reach.paths],
    }


def _path(path: Path, law: Law | None) -> dict:
    source = path.source
    return {
        "basis": source.label,
        "paper": source.paper,
        "classes": class_words(path.classes),
        "since": moment(source.starts_at),
        "until": moment(source.ends_at),
        "rules": [_rule(law, rule) for rule in path.rules],
    }


def _rule(law: Law | None, rule_id: str) -> dict:
    rule = law.rule(rule_id) if law else None
    return {"id": rule_id, "citation": rule.citation if rule else ""}


def capacity(within: Within, law: Law | None) -> dict:
    own = within.capacity
    return {
        "unit": f"{own.agency} · {own.unit}",
        "standing": own.standing.label,
        "since": moment(own.since),
        "places": [
            {
                "code": place.code,
                "kinds": [
                    {"label": KINDS[kind], **_reach(reach, law)}
                    for kind, reach in _by_kind(place.by_kind).items()
                ],
                "bookings": place.bookings,
            }
            for place in within.places
        ],
    }


def _by_kind(by_kind: dict) -> dict[BookingKind, Reach]:
    """Sealed wins over juvenile, so that two of the four are one in words."""
    return {booking.kind: reach for booking, reach in by_kind.items()}
