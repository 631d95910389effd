"""Refusals in words: the letter to whoever asked, and the table of a month.

A letter is made of the request and of the law alone. Whether there is such a booking, and
whose, was not looked at for it, so it says the same of one that there never was.
"""

from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format

from access import policy
from access.enums import Effect, Purpose, class_words
from access.viewer import Viewer
from bookings.presenters import moment
from warrants.enums import RefusalReason
from warrants.models import AccessRequest
from warrants.rules import Section
from warrants.selectors.refusals import Refused

# What is lawful after a refusal, by what it rested on.
NEXT_STEP = {
    RefusalReason.LAW_FORBIDS: (
        "A request cannot open this. Bring a criminal warrant or a written order of a "
        "court to the jail's records unit; if you hold that the law says otherwise, have "
        "your agency's counsel write to the county's."
    ),
    RefusalReason.PAPER_IS_NOT_JUDICIAL: (
        "Bring a criminal warrant or a written order that a judge has signed to the "
        "jail's records unit. The clerk of court is called before it opens anything."
    ),
    RefusalReason.PAPER_DOES_NOT_OPEN: (
        "Ask the court whether the paper still holds, and what it names. Then ask again "
        "on a paper that names the person and these records, before its last day."
    ),
    RefusalReason.NO_SUFFICIENT_REASON: (
        "Ask again for less, or say more exactly: the case, what the person has to do "
        "with it, and what you will do with what you see."
    ),
}
REGISTER = "Read what is public in the jail register, which is open to everybody."


def next_step(refused: Refused, viewer: Viewer) -> str:
    """To ask for less helps nobody to whom the law opens nothing without a judge."""
    if policy.is_forbidden(viewer.law, viewer.facts):
        return NEXT_STEP[RefusalReason.PAPER_IS_NOT_JUDICIAL]
    return NEXT_STEP[refused.reason]


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


def letter(asked: AccessRequest, refused: Refused, viewer: Viewer) -> dict:
    """What ``documents/refusal_letter.typ`` prints for whoever asked."""
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
        "next_steps": [next_step(refused, viewer), REGISTER],
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
