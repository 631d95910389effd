"""The file in the envelope of a consular case: opened, changed, sealed again. Parts of an
act, which decides whether it may be done and records that it was.
"""

from dataclasses import replace

from audit.clock import now
from bookings import envelopes
from bookings.enums import CONSULATES, ConsularAnswer, ContactKind
from bookings.models import ConsularCase
from bookings.rules import CaseFile, Entry


def answered_again(before: CaseFile, after: CaseFile, name: str) -> CaseFile:
    """The later answer counts, and the log says what was answered before. A notice that
    a treaty requires stays required once its country was confirmed.
    """
    words = f"before: {in_words(before)}"
    if before.is_mandatory and before.is_open:
        words = f"now: {in_words(after)}. The notice stays required."
        after = before
    entry = Entry(now(), ContactKind.ANSWERED_AGAIN, name, words)
    same = after.which == before.which and after.answer is before.answer
    since = before.since if same else after.since
    return replace(after, docket=before.docket, since=since, log=before.log).with_entry(
        entry
    )


def in_words(file: CaseFile) -> str:
    if file.answer is ConsularAnswer.YES:
        return f"yes, {CONSULATES[file.which]}"
    return file.answer.label.lower()


def opened(case: ConsularCase) -> CaseFile:
    """The file of a case. Raises CannotOpen where its key is gone."""
    return CaseFile.unpacked(
        envelopes.unseal_with(case.key_id, case.sealed, purpose=envelopes.CONSULAR)
    )


def seal(case: ConsularCase, file: CaseFile) -> None:
    case.sealed = envelopes.seal_with(
        case.key_id, file.packed(), purpose=envelopes.CONSULAR
    )
