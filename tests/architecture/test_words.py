"""Vocabularies are whole: whoever adds a word decides what it means everywhere."""

import importlib
import inspect
from collections.abc import Mapping
from enum import Enum, StrEnum

import pytest
from django.apps import apps

from access.acts import ACT_LABELS, ACTS, Act, may
from access.enums import GRANT_BASES, Basis, Role
from tests.architecture.sources import name_of, python_files

MODULES = [
    importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
    for path in python_files()
    if path.name not in {"__init__.py", "__main__.py", "gunicorn.py", "wsgi.py"}
    and "local" not in path.parts
]
VOCABULARIES = sorted(
    {
        member
        for module in MODULES
        for member in vars(module).values()
        if inspect.isclass(member)
        and issubclass(member, StrEnum)
        and member is not StrEnum
        and not member.__module__.startswith(("django", "enum"))
    },
    key=lambda vocabulary: vocabulary.__name__,
)

# Tables that leave words out on purpose, and why.
PARTIAL = {
    "warrants.checks.issuing._NAMED": "what is never a case; the others are told apart",
    "access.acts.table.SECONDS": "what one person does needs no second",
    "access.services.proposals._carried_out_by": "what one person does is done at once",
    "access.presenters.proposals._CHANGES": "what one person does waits for nobody",
    "access.rules._CLOSED": "an open standing is not told why it is closed",
    "access.services._RECORDS": "roles, as a set",
    "compliance.services.scan._KINDS": "what is a finding; every other standing is none",
    "compliance.services.scan._LAPSES": "papers that lapse; the rest is no lapse",
    "compliance.presenters.findings.NOT_NAMED": "every other target is named",
    "warrants.rules.BASIS_OF": "the others are no basis of a request",
    "bookings.presenters.record._REASONS": "the never-rule gives its own words",
}
# Parts of a vocabulary that have a name of their own, and their own tables.
PARTS = {Basis: set(GRANT_BASES)}


def _tables():
    """Every mapping of a module whose keys are members of one vocabulary."""
    for module in MODULES:
        for name, table in vars(module).items():
            if not isinstance(table, Mapping) or len(table) < 2:
                continue
            kinds = {type(key) for key in table}
            if len(kinds) == 1 and issubclass(kind := kinds.pop(), Enum):
                yield f"{module.__name__}.{name}", kind, table


TABLES = {name: (kind, table) for name, kind, table in _tables()}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_over_a_vocabulary_has_a_row_for_every_word(name):
    kind, table = TABLES[name]
    if name in PARTIAL:
        return
    whole = PARTS.get(kind, set(kind)) if set(table) <= PARTS.get(kind, set()) else kind
    missing = [
        word.name for word in whole if word not in table and word.name != "REFERENCE"
    ]
    assert missing == [], f"{name} has no row for them; or give PARTIAL the reason"


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.__name__)
def test_every_word_that_has_labels_has_one_of_its_own(vocabulary):
    if not hasattr(vocabulary, "label"):
        return
    labels = [word.label for word in vocabulary]

    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda v: v.__name__)
def test_words_are_stored_as_they_are_written(vocabulary):
    for word in vocabulary:
        assert word.value == word.value.strip()
        assert word.value, word


def test_every_stored_choice_comes_from_a_vocabulary_and_fits_its_column():
    known = {frozenset(word.value for word in v): v for v in VOCABULARIES}
    tables = {
        frozenset(table)
        for module in MODULES
        if ".enums" in module.__name__
        for table in vars(module).values()
        if isinstance(table, Mapping)
    }
    for model in apps.get_models():
        if not model.__module__.startswith(
            ("audit", "access", "bookings", "warrants", "disclosures", "compliance")
        ):
            continue
        for field in model._meta.concrete_fields:
            if not field.choices or field.name == "history_type":
                continue
            words = frozenset(value for value, _ in field.flatchoices)
            where = f"{model._meta.label}.{field.name}"
            assert words in known or words in tables or _is_part(words, known), where
            assert max(map(len, words)) <= field.max_length, where


def _is_part(words: frozenset, known) -> bool:
    """A column of part of a vocabulary: the bases that a grant can carry."""
    return any(words < whole for whole in known)


# --- Acts ------------------------------------------------------------------------------


def test_every_act_has_its_row_and_its_words():
    assert set(ACTS) == set(ACT_LABELS) == set(Act)
    assert len(set(ACT_LABELS.values())) == len(Act)


def test_every_role_may_do_something_that_not_everybody_may():
    """A role in no row was forgotten in the table."""
    everybody = frozenset(Role)
    special = {role for roles in ACTS.values() if roles != everybody for role in roles}
    assert special == everybody


def test_who_watches_does_not_act():
    """An auditor reads: no act that changes a record, a request or an account."""
    changing = {
        *(Act.BOOK, Act.DISCHARGE, Act.ASK, Act.APPROVE, Act.END_GRANT, Act.SUSPEND),
        *(Act.SCAN, Act.LOAD_LAW),
    }
    for act in changing:
        assert not may(frozenset({Role.AUDITOR}), act), act


def test_nobody_asks_and_decides():
    """No role is on both sides of a request (law 8 holds it for two capacities)."""
    assert not ACTS[Act.ASK] & ACTS[Act.APPROVE] - {Role.RECORDS_SUPERVISOR}


def test_an_unknown_act_and_no_role_are_refused():
    assert not may(frozenset(Role), "booking.unknown")
    assert not may(frozenset(), Act.SIGN_IN)
    assert not may(frozenset({"a role nobody knows"}), Act.VIEW)
