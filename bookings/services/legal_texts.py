"""Texts in other languages: loaded as data, and printed once somebody named has signed."""

import hashlib
import tomllib
from pathlib import Path
from uuid import UUID

from django.db import transaction

from access.acts import Act
from access.enums import Certainty
from access.guards import performing
from access.viewer import System, Viewer
from audit.enums import Outcome
from audit.services import record_act
from bookings import rules
from bookings.enums import LegalTextKind
from bookings.models import LegalText, TextReview

_OF_FILE = ("language", "name", "edition")
_OF_TEXT = ("kind", "title", "source", "certainty", "body")


class BadText(Exception):
    """A file of texts cannot be taken; the message says where, and why."""


def load_legal_texts(path: Path, *, by: System) -> int:
    """Take a file of texts in one language: all of it, or none; return how many are new.

    Raises BadText, OSError.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise BadText(str(fault)) from None
    _need(said, _OF_FILE, "the file")
    texts = said.get("text")
    if not isinstance(texts, list) or not texts:
        raise BadText("no [[text]]")
    with transaction.atomic():
        loaded = [
            _load(said, text, f"text {number}", by)
            for number, text in enumerate(texts, start=1)
        ]
    return sum(loaded)


def _need(table: dict, names: tuple[str, ...], where: str) -> None:
    for name in names:
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise BadText(f"{where}: {name} is missing")


def _load(file: dict, text: dict, where: str, by: System) -> bool:
    _need(text, _OF_TEXT, where)
    if text["kind"] not in set(LegalTextKind):
        raise BadText(f"{where}: kind is one of {', '.join(LegalTextKind)}")
    if text["certainty"] not in set(Certainty):
        raise BadText(f"{where}: certainty is one of {', '.join(Certainty)}")
    key = (text["kind"], file["language"], file["edition"])
    words = {"title": text["title"].strip(), "body": text["body"].strip()}
    sha256 = sha256_of(*key, *words.values())
    standing = LegalText.objects.filter(
        kind=key[0], language=key[1], edition=key[2]
    ).first()
    if standing and standing.sha256 != sha256:
        raise BadText(
            f"{where}: this edition is loaded with other words. Name a new one."
        )
    if standing:
        return False
    loaded = LegalText.objects.create(
        kind=key[0],
        language=key[1],
        language_name=file["name"].strip()[:40],
        edition=key[2],
        source=text["source"],
        certainty=text["certainty"],
        sha256=sha256,
        **words,
    )
    record_act(
        Act.LOAD_TEXT,
        Outcome.DONE,
        actor=by,
        target_kind="text",
        target_id=loaded.pk,
    )
    return True


def sha256_of(*words: str) -> str:
    """The hash of kind, language, edition, title and body, as the database has it."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def sign_text(
    text_id: UUID, sha256: str, reviewer: str, qualification: str, *, by: Viewer
) -> TextReview:
    """Sign that somebody named has read a text over, by the hash that was on the screen.

    Raises RuleViolation, ActDenied, LegalText.DoesNotExist.
    """
    with performing(Act.REVIEW_TEXT, by):
        text = LegalText.objects.get(pk=text_id)
        if sha256 != text.sha256:
            raise rules.RuleViolation(
                "That is the hash of another text. Read it again."
            )
        review = TextReview.objects.create(
            text=text,
            sha256=sha256,
            reviewer=reviewer,
            qualification=qualification,
            signed_by_id=by.account_id,
        )
        record_act(
            Act.REVIEW_TEXT,
            Outcome.DONE,
            actor=by,
            target_kind="text",
            target_id=text.pk,
            sha256=sha256,
        )
    return review
