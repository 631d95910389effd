"""A consular case full of canaries, for the jail of ``tests/world.py``."""

from datetime import timedelta
from uuid import uuid4

from bookings import enums
from bookings.enums import ConsularAnswer, ContactKind, LegalTextKind
from bookings.envelopes import CONSULAR, destroy_key, new_key, seal_with
from bookings.models import Advisement, Booking, ConsularCase, LegalText, TextReview
from bookings.rules import CaseFile, Entry
from bookings.services.legal_texts import sha256_of
from tests import factories
from tests.canaries import Planter, Token

# Whose case is over: nothing of its answer is left.
PURGED = "released"


def plant_case(planter: Planter, name: str, booking: Booking) -> None:
    advisement = planter.plant(
        Advisement, booking=booking, text=_text(planter, booking)
    )
    key = new_key(CONSULAR)
    own = {"booking": booking, "advisement": advisement, "key": key}
    if name == PURGED:
        destroy_key(key)
        planter.plant(ConsularCase, sealed=b"", **own)
        return
    planter.plant(
        ConsularCase,
        sealed=seal_with(key, _file(planter, booking).packed(), purpose=CONSULAR),
        purged_at=None,
        ended_as="",
        **own,
    )


def _text(planter: Planter, booking: Booking) -> LegalText:
    """A text of an edition so old that it is offered to nobody any more."""
    name = planter.word()
    edition = f"0000 {name}"
    words = (LegalTextKind.ADVISEMENT, "en", edition, "Old words", "Old words")
    text = LegalText.objects.create(
        kind=words[0],
        language=words[1],
        language_name=name,
        edition=edition,
        title=words[3],
        body=words[4],
        sha256=sha256_of(*words),
        source="an old law",
        certainty="low",
    )
    TextReview.objects.create(
        text=text,
        sha256=text.sha256,
        reviewer="Somebody",
        qualification="able to",
        signed_by=factories.account(),
    )
    for path, spelt in (("language", name), ("form", text.sha256[:12])):
        planter.tokens.append(Token(booking.pk, f"advisements.{path}", (spelt,)))
    return text


def _file(planter: Planter, booking: Booking) -> CaseFile:
    """Somebody who asked for a consulate an hour ago, and what passed since."""
    code, label, words = planter.rare_code(), planter.word(), planter.word()
    planter.labels.setdefault("CONSULATES", dict(enums.CONSULATES))[code] = label
    for path, spelt in (("answer", label), ("log", words)):
        planter.tokens.append(Token(booking.pk, f"consular.{path}", (spelt,)))
    return CaseFile(
        docket=str(uuid4()),
        answer=ConsularAnswer.YES,
        since=planter.at - timedelta(hours=1),
        which=code,
        log=(Entry(planter.at, ContactKind.VISIT, "Somebody", words),),
    )


def answer_otherwise(planter: Planter, booking: Booking) -> None:
    """The open case says something else, for a twin who may not read it."""
    for case in ConsularCase.objects.filter(booking=booking, purged_at=None):
        file = CaseFile(str(uuid4()), ConsularAnswer.NO, planter.at)
        case.sealed = seal_with(case.key_id, file.packed(), purpose=CONSULAR)
        case.told_by = planter.word()
        case.save()
