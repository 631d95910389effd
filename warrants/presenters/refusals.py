"""Refusals in words: the letter to whoever asked, and the table of a month.

A letter is made of the request and of the law alone. Whether there is such a booking, and
whose, was not looked at for it, so it says the same of one that there never was.
"""

from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format

from access.enums import Effect, Purpose, class_words
from bookings.presenters import moment
from warrants.models import AccessRequest
from warrants.rules import Section
from warrants.selectors.refusals import Refused

NEXT_STEPS = (
    "Ask again for less, or say more exactly what you need it for.",
    (
        "Bring a criminal warrant or a written order of a court that names the person and "
        "the records. The clerk of court will be called before it opens anything."
    ),
    "Read what is public in the jail register, which is open to everybody.",
)


def cited(refused: Refused) -> list[Section]:
    """What a letter cites: what the refusal rests on, and what that law opens to such
    work. A section whose text nobody has verified is not quoted to anybody as the law.
    """
    opening = (
        Section.of(rule)
        for rule in (refused.law.rules if refused.law else ())
        if rule.effect in (Effect.REGISTER, Effect.ALLOW_ON_BASIS)
        and (not rule.missions or refused.mission in rule.missions)
    )
    found = (s for s in (*refused.grounds, *opening) if s.may_be_quoted)
    return list(dict.fromkeys(found))


def letter(asked: AccessRequest, refused: Refused) -> dict:
    """What ``documents/refusal_letter.typ`` prints."""
    unit = asked.membership.unit
    return {
        "agency": str(unit.agency),
        "facts": [
            ("Asked by", f"{asked.membership.account.display_name}, {unit}"),
            ("Asked at", moment(asked.asked_at)),
            ("Asked for", "; ".join(class_words(asked.classes))),
            ("For the purpose of", Purpose(asked.purpose).label),
            ("Decided at", moment(refused.decided_at)),
            ("Number of the request", str(asked.pk)),
        ],
        "answer": "What you asked for is not given. This letter says nothing of whether "
        "there is such a record.",
        "reason": refused.reason.label,
        "rules": [[section.citation, section.text] for section in cited(refused)],
        "law": refused.law.title,
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
        "reason": one.reason.label,
        "section": one.section,
    }
