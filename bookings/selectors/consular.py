"""Consular cases and advisements, through the gate. An envelope is opened for whom the
gate has shown it to, and to find out which cases are to be named to the gate at all.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from access.enums import FieldClass
from access.gate import Candidates, Page, Shown, open_one, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from bookings import envelopes, pages
from bookings.models import Advisement, ConsularSchedule, LegalText, MandatoryCountry
from bookings.rules import CaseFile
from bookings.rules.consular import OVERDUE
from bookings.selectors.records import ONE

logger = logging.getLogger(__name__)

_THESE = """
SELECT b.id AS booking_id, b.person_id, b.facility_id, b.is_juvenile, b.is_sealed,
  array_position(%(bookings)s::uuid[], b.id)::bigint AS rank
FROM bookings_booking b WHERE b.id = ANY(%(bookings)s::uuid[])"""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What the gate has shown, and the file that was in the envelope."""

    shown: Shown
    file: CaseFile | None


def open_advisement(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.ADVISEMENT, booking_id, ONE)


def open_signature(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.SIGNATURE, booking_id, ONE)


def open_question(viewer: Viewer, booking_id: UUID) -> Shown | None:
    return open_one(viewer, pages.CONSULAR_QUESTION, booking_id, ONE)


def is_advised(booking_id: UUID) -> bool:
    """Whether the question may be put, of a booking that was shown before."""
    return Advisement.objects.filter(booking_id=booking_id).exists()


def open_consular_case(viewer: Viewer, booking_id: UUID) -> OpenCase | None:
    return _opened(viewer, pages.CONSULAR_CASE, booking_id, ViewKind.OPENED)


def open_name_of_case(viewer: Viewer, booking_id: UUID) -> Shown | None:
    """Whom a case is about, for an act on it, by whoever may see the case."""
    candidates = Candidates(
        ONE,
        {"booking": booking_id},
        needs=FieldClass.REGISTER | FieldClass.ORIGIN,
        limit=1,
    )
    shown = show_many(viewer, pages.NAMED, candidates, ViewKind.OPENED)
    return shown[0] if shown else None


def open_consular_letter(viewer: Viewer, booking_id: UUID) -> OpenCase | None:
    return _opened(viewer, pages.CONSULAR_LETTER, booking_id, ViewKind.PRINTED)


def _opened(
    viewer: Viewer, page: Page, booking_id: UUID, kind: ViewKind
) -> OpenCase | None:
    """Shown whole, to whoever may see what was answered, or not at all: then the
    refusal leaves its trace.
    """
    candidates = Candidates(
        ONE,
        {"booking": booking_id},
        needs=FieldClass.REGISTER | FieldClass.ORIGIN,
        limit=1,
    )
    for shown in show_many(viewer, page, candidates, kind):
        sealed = shown.get("consular.answer")
        return OpenCase(shown, case_file(sealed) if sealed else None)
    open_one(viewer, pages.CONSULAR_DOOR, booking_id, ONE)
    return None


def case_file(sealed: bytes) -> CaseFile:
    """The file in an envelope. Raises CannotOpen."""
    return CaseFile.unpacked(envelopes.unseal(sealed, purpose=envelopes.CONSULAR))


def open_consular_cases(viewer: Viewer) -> list[OpenCase]:
    """The cases in which something is to be done, the one waiting longest first."""
    files = {key: file for key, file in _files().items() if file.is_open}
    waiting = sorted(files, key=lambda key: files[key].since)
    candidates = Candidates(
        _THESE,
        {"bookings": waiting},
        needs=FieldClass.REGISTER | FieldClass.ORIGIN,
        limit=max(len(waiting), 1),
    )
    rows = show_many(viewer, pages.CONSULAR_LIST, candidates, ViewKind.LISTED)
    return [OpenCase(row, files[row.booking_id]) for row in rows]


def overdue_consular_cases(at: datetime) -> list[tuple[str, datetime]]:
    """Dockets whose notice is overdue, and since when. Of whom they are lies in their
    envelopes alone.
    """
    late = [file for file in _files().values() if file.is_overdue(at)]
    late.sort(key=lambda file: file.since)
    return [(file.docket, file.since + OVERDUE) for file in late]


def _files() -> dict[UUID, CaseFile]:
    """Every case that is not purged, by its booking. One query, and one for the keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT booking_id, sealed FROM bookings_consularcase"
            " WHERE purged_at IS NULL"
        )
        sealed = {key: bytes(value) for key, value in cursor.fetchall()}
    opened = envelopes.unseal_many(sealed.values(), purpose=envelopes.CONSULAR)
    if missing := sum(data is None for data in opened):
        logger.critical("%s consular cases cannot be opened", missing)
    return {
        key: CaseFile.unpacked(data)
        for key, data in zip(sealed, opened, strict=True)
        if data is not None
    }


def treaty_on(iso: str, booked_at: datetime) -> MandatoryCountry | None:
    """The treaty row of a country on the day of booking, jail time; None: it is the
    person's to ask.
    """
    day = timezone.localdate(booked_at)
    return (
        MandatoryCountry.objects.filter(iso=iso, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .first()
    )


def usable_texts(kind: str) -> list[LegalText]:
    """What may be printed and read out, English first: the newest of each language."""
    newest: dict[str, LegalText] = {}
    for text in LegalText.objects.usable().filter(kind=kind).order_by("edition"):
        newest[text.language] = text
    return sorted(newest.values(), key=lambda t: (t.language != "en", t.language))


def usable_text(kind: str, language: str) -> LegalText | None:
    """The newest text in a language that may be printed and given to somebody."""
    own = LegalText.objects.usable().filter(kind=kind, language=language)
    return own.order_by("-edition").first()


def legal_text(text_id: UUID) -> LegalText | None:
    return (
        LegalText.objects.filter(pk=text_id)
        .prefetch_related("reviews__signed_by")
        .first()
    )


def consular_schedule() -> ConsularSchedule | None:
    """The schedule in force: the newest that two people have approved."""
    return ConsularSchedule.objects.first()


def legal_texts() -> list[LegalText]:
    """The newest edition of each kind and language, reviewed or not."""
    newest: dict[tuple[str, str], LegalText] = {}
    for text in LegalText.objects.prefetch_related("reviews__signed_by").order_by(
        "edition"
    ):
        newest[text.kind, text.language] = text
    return sorted(newest.values(), key=lambda t: (t.kind, t.language))
