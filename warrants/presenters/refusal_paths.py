"""Refusals to choose from, and the path of rules of one, in words for an auditor."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from access.enums import (
    CLASS_LABELS,
    Basis,
    BookingKind,
    Certainty,
    FieldClass,
    Purpose,
    class_words,
)
from access.law import Law, Rule
from access.models import Approval
from access.policy import Refusal, WhyNot
from access.selectors.held_then import Source
from audit.models import ViewEvent
from bookings.presenters.words import moment
from bookings.selectors.showings import Place
from warrants.enums import InstrumentKind
from warrants.models import AccessRequest
from warrants.rules import Section
from warrants.selectors.refusal_paths import (
    Case,
    ClassPath,
    RefusalPath,
    RefusedOpening,
)
from warrants.selectors.refusals import Refused

WHY = {
    Refusal.DOOR: "Nothing of such a booking is told to whom that class stays closed.",
    Refusal.NEVER: "A rule says never. No basis opens it.",
    Refusal.STANDING: "The account was not open.",
    Refusal.NO_RULE: "No rule opens it to such a viewer for this purpose.",
    Refusal.NEEDS_BASIS: "Opens on a grant alone, and none on such a basis was held.",
    Refusal.NOT_HELD: "A rule opens it, and no agreement that was in force gave it.",
}
KIND_WORDS = {
    BookingKind.ORDINARY: "A booking of an adult, not sealed",
    BookingKind.JUVENILE: "A juvenile's booking",
    BookingKind.SEALED: "A sealed booking",
}
CERTAINTY = {
    Certainty.FOUND: "text verified",
    Certainty.HIGH: "for counsel: not verified, likely",
    Certainty.MED: "for counsel: not verified",
    Certainty.LOW: "for counsel: not verified, doubtful",
}


def opening_row(one: RefusedOpening) -> dict:
    return {
        "key": one.place.text,
        "at": moment(one.at),
        "account": one.account or "nobody signed in",
        "unit": " · ".join(filter(None, (one.agency, one.unit))) or "no unit",
        "purpose": _purpose(one.purpose),
        "about": _page(one.page),
    }


def request_row(refusal: Approval) -> dict:
    return {
        "key": refusal.target_id,
        "at": moment(refusal.decided_at),
        "account": refusal.requester.display_name,
        "unit": str(refusal.requester_unit),
        "purpose": "",
        "about": "A request for access",
    }


def place_of(last: RefusedOpening | Approval) -> str:
    """Where the next page begins, as it stands in an address."""
    if isinstance(last, RefusedOpening):
        return last.place.text
    return Place(last.decided_at, last.pk, "live").text


def month_choices(months: list[date], chosen: str) -> list[dict]:
    return [
        {
            "value": f"{month:%Y-%m}",
            "label": date_format(month, "F Y"),
            "is_chosen": f"{month:%Y-%m}" == chosen,
        }
        for month in months
    ]


def agency_choices(agencies: list[tuple[int, str]], chosen: int | None) -> list[dict]:
    return [
        {"value": key, "label": label, "is_chosen": key == chosen}
        for key, label in agencies
    ]


def path(found: RefusalPath) -> dict:
    """What both kinds of refusal have: the law, who asked, what was held, and why."""
    law, capacity = found.then.law, found.capacity
    return {
        "at": moment(found.then.at),
        "law_title": law.title if law else "no law in force",
        "law_since": moment(law.effective_at) if law else "",
        "law_certainty": CERTAINTY[law.effective_certainty] if law else "",
        "account": capacity.name if capacity else "",
        "account_id": capacity.account_id if capacity else None,
        "facts": _who(found),
        "is_known": found.is_known,
        "is_on_record": found.is_on_record,
        "sources": [_source(source, found) for source in found.sources],
        "cases": [_case(case, law) for case in found.cases],
    }


def _who(found: RefusalPath) -> list[tuple[str, str]]:
    viewer, capacity = found.viewer, found.capacity
    purpose = ("Purpose", found.purpose.label if found.purpose else "none stated")
    if capacity is None:
        said = "nobody signed in"
        if found.account_id is not None:
            said = "no capacity of this account stood at that moment"
        return [("Who", said), purpose]
    detail = " (detailed to it)" if viewer.undetailed else ""
    return [
        ("Unit", f"{capacity.agency} · {capacity.unit}"),
        ("Mission", f"{viewer.mission.replace('_', ' ')}{detail}"),
        ("Roles", ", ".join(sorted(role.label for role in viewer.roles)) or "none"),
        (
            "Department",
            "enforces immigration law"
            if viewer.in_immigration_department
            else "enforces no immigration law",
        ),
        ("Standing", viewer.standing.label),
        purpose,
    ]


def _source(source: Source, found: RefusalPath) -> dict:
    return {
        "basis": source.label,
        "paper": source.paper
        or (f"grant {source.grant_id}" if source.grant_id else ""),
        "classes": _classes(source.classes),
        "since": moment(source.starts_at),
        "until": moment(source.ends_at),
        "is_for_it": source.serves(found.purpose),
    }


def _case(case: Case, law: Law | None) -> dict:
    return {
        "kind": KIND_WORDS[case.booking.kind],
        "rows": [_class(one, law) for one in case.classes],
    }


def _class(one: ClassPath, law: Law | None) -> dict:
    return {
        "label": CLASS_LABELS[one.field_class],
        "is_open": one.why is None and law is not None,
        "why": _why(one.why, law),
        "rule": _rule(one.why.rule) if one.why and one.why.rule else None,
        "bases": ", ".join(basis.label.lower() for basis in one.bases),
    }


def _why(why: WhyNot | None, law: Law | None) -> str:
    if law is None:
        return "No law was in force, and so nothing is open."
    return WHY[why.refusal] if why else "Open then."


def _rule(rule: Rule) -> dict:
    return {
        "id": rule.id,
        "text": rule.text,
        "citation": rule.citation,
        "certainty": CERTAINTY[rule.certainty],
        "for_counsel": rule.certainty is not Certainty.FOUND,
    }


def opening(event: ViewEvent, page: str | None, *, is_known: bool) -> dict:
    """What was asked for. That a ceiling was reached is told of whom the reader may know
    alone: it would tell that there is somebody.
    """
    ceiling = event.detail.get("ceiling") if is_known else None
    return {
        "page": _page(page),
        "ceiling": ceiling
        and f"The account's ceiling of {ceiling} people a day was reached.",
    }


def request(asked: AccessRequest, refused: Refused) -> dict:
    """What was asked, what was cited, and whether the letter may cite it."""
    return {
        "asked_at": moment(asked.asked_at),
        "classes": _classes(FieldClass(asked.classes)),
        "basis": Basis(asked.basis).label,
        "paper": _paper(asked),
        "reason": refused.reason.label,
        "section": refused.section,
        "grounds": [_ground(section) for section in refused.grounds],
    }


def _paper(asked: AccessRequest) -> str:
    claim = asked.instrument
    if claim is None:
        return "none"
    if claim.found is None:
        return "a court's paper, as was said; never found in the register"
    return f"in the register: {_kind(claim.found.kind)}"


def _kind(kind: str) -> str:
    return InstrumentKind(kind).label if kind else "not entered"


def _ground(section: Section) -> dict:
    return {
        "citation": section.citation,
        "text": section.text,
        "certainty": CERTAINTY[section.certainty],
        "is_cited": section.may_be_quoted,
    }


def _classes(mask: FieldClass) -> str:
    return ", ".join(class_words(mask))


def _purpose(word: str) -> str:
    return Purpose(word).label if word in set(Purpose) else "no purpose"


def _page(page: str | None) -> str:
    """The name of a page as it was registered, as words."""
    return page.rpartition(".")[2].replace("_", " ").capitalize() if page else "A page"


def month_of(text: str) -> tuple[datetime, datetime] | None:
    """The first instant of a month that is written as 2026-11, and of the next."""
    try:
        first = date.fromisoformat(f"{text}-01")
        following = (first.replace(day=28) + timedelta(days=7)).replace(day=1)
        return _midnight(first), _midnight(following)
    except (ValueError, OverflowError):
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
