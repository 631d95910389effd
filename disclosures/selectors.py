"""Reads of what left by another way."""

from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Coalesce

from access.gate import Shown, open_one
from access.viewer import Viewer
from audit.clock import now
from audit.enums import ViewKind
from audit.models import TypedText
from audit.sealing import unseal
from bookings.enums import LegalTextKind
from bookings.models import AuthorNotice, LegalText
from bookings.selectors import usable_text, usable_texts
from bookings.selectors.records import ONE
from disclosures.models import Inquiry
from disclosures.pages import INTERVIEWS

CALLER = "inquiry"
LISTED = 100
PERIODS = (1, 7, 30)


def inquiries(
    *, days: int = 1, channel: str = "", answer: str = "", passed_to: str = ""
) -> list[Inquiry]:
    """The newest, of the last days; ``passed_to``: those alone that somebody was given."""
    found = Inquiry.objects.filter(asked_at__gte=now() - timedelta(days=days))
    if channel:
        found = found.filter(channel=channel)
    if answer:
        found = found.filter(answer=answer)
    if passed_to:
        found = found.filter(passed_to=passed_to)
    return list(found.select_related("taken_by").order_by("-asked_at", "-id")[:LISTED])


def callers(asked: list[Inquiry]) -> dict[UUID, str]:
    """Who asked, of those whose words are still kept."""
    kept = TypedText.objects.filter(
        pk__in=[one.caller_text for one in asked if one.caller_text], kind=CALLER
    )
    return {one.pk: unseal(one.sealed, purpose=CALLER) for one in kept}


def open_interviews(
    viewer: Viewer, booking_id: UUID, kind: ViewKind = ViewKind.OPENED
) -> Shown | None:
    return open_one(viewer, INTERVIEWS, booking_id, ONE, kind)


def consent_texts() -> list[LegalText]:
    """The consent form in each language in which it may be printed, English first."""
    return usable_texts(LegalTextKind.INTERVIEW_CONSENT)


def consent_text(language: str) -> LegalText | None:
    return usable_text(LegalTextKind.INTERVIEW_CONSENT, language)


def authors_to_tell() -> list[AuthorNotice]:
    """Agencies to be told, those that were not first: papers and kinds, of nobody."""
    told = Coalesce("told_at", "mailed_at")
    waiting = AuthorNotice.objects.order_by(told.asc(nulls_first=True), "id")
    return list(waiting[:LISTED])


def authors_untold() -> list[AuthorNotice]:
    """Those whose agency knows of nothing yet, the oldest first."""
    waiting = AuthorNotice.objects.filter(told_at=None, mailed_at=None)
    return list(waiting.order_by("created_at", "id")[:LISTED])
