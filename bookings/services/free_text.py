"""What was chosen about a text, and what becomes of words that are another's."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from access.acts import Act
from access.guards import performing
from access.viewer import System, Viewer
from audit.acting import acting
from audit.clock import now
from audit.enums import Outcome
from audit.services import record_act
from bookings.enums import SwornPaper, TextChoice
from bookings.models import AuthorNotice, TextReading
from bookings.reading import Kind, read


@dataclass(frozen=True, slots=True)
class Placed:
    """Where sworn words are kept: in the open text, or apart (class P5). Whole in both."""

    text: str
    withheld_text: str
    kinds: tuple[Kind, ...]


def placed(text: str) -> Placed:
    """Another person's sworn or quoted words are not edited: as soon as one word of
    them tells what must not be kept, all of them are kept apart.
    """
    kinds = tuple(sorted({one.kind for one in read(text)}))
    return Placed("", text, kinds) if kinds else Placed(text, "", ())


def note_author(
    booking_id: UUID,
    author_agency: str,
    paper: SwornPaper,
    kinds: tuple[Kind, ...],
    *,
    by: Viewer,
) -> AuthorNotice:
    """Put down that the author agency is to be told. Call it within the act that
    received the words.
    """
    notice = AuthorNotice.objects.create(
        booking_id=booking_id,
        author_agency=author_agency,
        paper=paper,
        kinds=list(kinds),
    )
    record_act(
        Act.NOTE_AUTHOR,
        Outcome.DONE,
        actor=by,
        target_kind="author_notice",
        target_id=notice.pk,
        kinds=sorted(kinds),
    )
    return notice


def tell_author(notice_id: UUID, *, by: Viewer) -> AuthorNotice:
    """Write down that the author agency has been told. Raises ActDenied,
    AuthorNotice.DoesNotExist. Twice is once.
    """
    with performing(Act.TELL_AUTHOR, by):
        notice = AuthorNotice.objects.select_for_update().get(pk=notice_id)
        if notice.told_at is None:
            notice.told_at, notice.told_by_id = now(), by.account_id
            notice.save(update_fields=["told_at", "told_by"])
            record_act(
                Act.TELL_AUTHOR,
                Outcome.DONE,
                actor=by,
                target_kind="author_notice",
                target_id=notice.pk,
            )
    return notice


def mail_author(
    notice_id: UUID, send: Callable[[AuthorNotice], bool], *, by: System
) -> bool:
    """Send a letter about a notice and write down that it went; say whether it did.

    ``send``: says whether it could be sent. Nothing is sent where somebody has told the
    agency, or a letter went before, or another run is at it.
    """
    with transaction.atomic(), acting(None, Act.TELL_AUTHOR):
        notice = (
            AuthorNotice.objects.select_for_update(skip_locked=True)
            .filter(pk=notice_id, told_at=None, mailed_at=None)
            .first()
        )
        if notice is None or not send(notice):
            return False
        notice.mailed_at = now()
        notice.save(update_fields=["mailed_at"])
        record_act(
            Act.TELL_AUTHOR,
            Outcome.DONE,
            actor=by,
            reason="mail",
            target_kind="author_notice",
            target_id=notice.pk,
        )
    return True


@contextmanager
def readings_kept(
    values: Mapping[str, object], booking_id: UUID, *, by: Viewer
) -> Iterator[None]:
    """Save a form's values inside, and what was chosen about its texts with them: both,
    or neither.
    """
    with acting(by.account_id, Act.CHOOSE_TEXT):
        yield
        put_down_readings(values, booking_id, by=by)


def put_down_readings(
    values: Mapping[str, object], booking_id: UUID, *, by: Viewer
) -> int:
    """Put down what was chosen in the fields of a form; return how many.

    ``values``: the cleaned values by field, of which those with a choice are read.
    Call it within the act that saves them.
    """
    chosen = {
        name: value for name, value in values.items() if getattr(value, "choice", None)
    }
    for name, value in chosen.items():
        is_exception = value.choice is TextChoice.REQUIRED_BY_LAW
        reading = TextReading.objects.create(
            booking_id=booking_id,
            place=name,
            kinds=list(value.kinds),
            choice=value.choice,
            case_number=value.case_number if is_exception else "",
            reason=value.reason if is_exception else "",
            chosen_by_id=by.account_id,
        )
        record_act(
            Act.CHOOSE_TEXT,
            Outcome.DONE,
            actor=by,
            reason=value.choice,
            target_kind="text_reading",
            target_id=reading.pk,
            kinds=list(value.kinds),
        )
    return len(chosen)
