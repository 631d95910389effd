"""Refusals in words: the letter to whoever asked, and the table of a month.

A letter is made of the request and of the law alone. Whether there is such a booking, and
whose, was not looked at for it, so it says the same of one that there never was.
"""

from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format

from access.enums import Certainty, Effect, Mission, Purpose, class_words
from access.law import Law, Rule
from access.models import Approval
from bookings.presenters import moment
from warrants.enums import RefusalReason
from warrants.models import AccessRequest
from warrants.selectors.refusals import Refused

NEXT_STEPS = (
    "Ask again for less, or say more exactly what you need it for.",
    (
        "Bring a criminal warrant or a written order of a court that names the person and "
        "the records. The clerk of court will be called before it opens anything."
    ),
    "Read what is public in the jail register, which is open to everybody.",
)


def cited(law: Law, mission: Mission) -> list[Rule]:
    """What the law in force says to somebody of this mission about records that are not
    public. A rule whose text nobody has verified is not quoted to anybody as the law.
    """
    return [
        rule
        for rule in law.rules
        if rule.certainty is Certainty.FOUND
        and rule.effect in (Effect.NEVER, Effect.REGISTER, Effect.ALLOW_ON_BASIS)
        and (not rule.missions or mission in rule.missions)
    ]


def letter(asked: AccessRequest, refusal: Approval, law: Law) -> dict:
    """What ``documents/refusal_letter.typ`` prints."""
    unit = asked.membership.unit
    return {
        "agency": str(unit.agency),
        "facts": [
            ("Asked by", f"{asked.membership.account.display_name}, {unit}"),
            ("Asked at", moment(asked.asked_at)),
            ("Asked for", "; ".join(class_words(asked.classes))),
            ("For the purpose of", Purpose(asked.purpose).label),
            ("Decided at", moment(refusal.decided_at)),
            ("Number of the request", str(asked.pk)),
        ],
        "answer": "What you asked for is not given. This letter says nothing of whether "
        "there is such a record.",
        "reason": RefusalReason(refusal.reason).label,
        "rules": [
            [rule.citation, rule.text] for rule in cited(law, Mission(unit.mission))
        ],
        "law": law.title,
        "next_steps": list(NEXT_STEPS),
    }


def months(refused: Iterable[Refused], names: Iterable) -> list[dict]:
    """One table a month, the newest first; a month without any says so."""
    by_month = {
        month: list(rows)
        for month, rows in groupby(refused, key=lambda one: _first_day(one.decided_at))
    }
    return [
        {
            "title": date_format(month, "F Y"),
            "rows": [_row(one) for one in by_month.get(month, [])],
        }
        for month in names
    ]


def _first_day(at):
    return timezone.localtime(at).date().replace(day=1)


def _row(one: Refused) -> dict:
    return {
        "day": timezone.localtime(one.decided_at).date(),
        "agency": one.agency,
        "classes": class_words(one.classes),
        "reason": RefusalReason(one.reason).label,
        "section": one.section,
    }
