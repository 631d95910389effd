"""Law 9. Status is not kept: there is no field for it, by any name, in any table,
form, page or class, and the papers that carry it are in no list.
"""

import importlib
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.db import connection

from access.enums import FieldClass
from audit.shapes import REGISTERED
from bookings.models import ConsularCase, Detainer, PaperPage
from tests.architecture.sources import module_of, name_of, python_files

WHAT_TO_DO = (
    "Do not keep this. RCW 10.93.160(4) and law 9 of the design forbid a field for"
    " citizenship, nationality, birthplace or immigration status; a consular case is"
    " the one place for a country, encrypted and apart."
)
# In English and Spanish, and as other systems abbreviate them.
_STATUS = re.compile(
    r"""citizen|ciudadan|national(ity|_of)|nacionalidad|birth_?place|place_?of_?birth
      |birth_?country|country|pais_?de|lugar_?de_?nacimiento|foreign|alien|a_?number
      |immigration_?status|migratori|visa|passport|deport|removab|undocumented
      |naturali|green_?card|uscis|legal_?status|residency""",
    re.VERBOSE | re.IGNORECASE,
)
# Names that hold such a word and keep no status, each with what it is.
ALLOWED = {
    "enforces_immigration_law": "of an agency, not of a person",
    "in_immigration_department": "of a viewer's agency, not of a person",
}


def says_status(name: str) -> bool:
    return name not in ALLOWED and bool(_STATUS.search(name))


@pytest.mark.parametrize(
    "name",
    [
        "citizenship",
        "country_of_birth",
        "birthplace",
        "place_of_birth",
        "nationality",
        "alien_number",
        "a_number",
        "immigration_status",
        "lugar_de_nacimiento",
        "is_foreign_born",
        "visa_type",
        "passport_no",
    ],
)
def test_the_net_catches_what_it_is_for(name):
    assert says_status(name)


@pytest.mark.parametrize(
    "name", ["birth_date", "state", "status", "surname", "national_anthem", "agency"]
)
def test_the_net_lets_ordinary_names_through(name):
    assert not says_status(name)


def test_no_model_has_such_a_field():
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if says_status(field.name)
        or says_status(str(getattr(field, "verbose_name", "")))
    ]
    assert not found, f"{found}: {WHAT_TO_DO}"


@pytest.mark.django_db
def test_no_table_has_such_a_column():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        found = [f"{t}.{c}" for t, c in cursor.fetchall() if says_status(c)]
    assert not found, f"{found}: {WHAT_TO_DO}"


def test_no_form_asks_for_it():
    for path in python_files():
        if "forms" in name_of(path):
            importlib.import_module(module_of(path))
    every = list(_below(forms.Form))
    assert len(every) > 20
    found = [
        f"{form.__name__}.{name}"
        for form in every
        for name, field in form.base_fields.items()
        if says_status(name) or says_status(str(field.label or ""))
    ]
    assert not found, f"{found}: {WHAT_TO_DO}"


def _below(form) -> Iterator[type]:
    for one in form.__subclasses__():
        yield one
        yield from _below(one)


def test_a_detainer_keeps_that_it_came_and_was_handed_over_and_nothing_more():
    """What the paper says of the person is never taken into a field."""
    assert {field.name for field in Detainer._meta.concrete_fields} == {
        "id",
        "created_at",
        "booking",
        *("form", "edition", "office", "received_at", "received_by"),
        *("attached", "judicial"),  # the form's number, and whether a judge's came too
        *("copy_served_at", "copy_language", "copy_interpreter", "copy_result"),
        *("copy_served_by", "copy_text"),
        *("lifted_at", "outcome"),
    }, WHAT_TO_DO


def test_the_paper_itself_is_sealed_bytes_and_keys_and_nothing_that_can_be_read():
    assert {field.name for field in PaperPage._meta.concrete_fields} == {
        *("id", "created_at", "booking", "paper", "key", "position", "sealed")
    }, WHAT_TO_DO


def test_papers_and_origin_are_on_the_record_page_and_in_its_history_alone():
    """In no search, list, register, photo, file or sheet of paper."""
    secret = int(FieldClass.PAPERS | FieldClass.ORIGIN)

    consular = {"bookings.consular_list", "bookings.consular_case"}
    consular |= {"bookings.consular_letter", "bookings.consular_door"}
    assert {
        s.page for s in REGISTERED.values() if s.classes & int(FieldClass.ORIGIN)
    } == consular

    assert {s.page for s in REGISTERED.values() if s.classes & secret} - consular <= {
        "bookings.record",
        "bookings.history",
        # The records unit's own pages of papers, and nobody else's.
        "bookings.paper_register",
        "bookings.papers_of",
        "bookings.paper",
        "bookings.paper_page",
        "bookings.papers_for_person",
        # What was written down of a paper, corrected by whoever reads papers.
        "bookings.correct_detainers",
        # Who asks to interview somebody: the records unit's as well.
        "disclosures.interviews",
    }


# Of the class of origin, and telling none: that words were found, of which kind.
TELL_NO_ORIGIN = {
    "bookings.TextReading": "what was chosen about words, and none of the words",
    "bookings.AuthorNotice": "which agency is told of its own sworn words",
}
# What others have sworn is kept word for word, and shown to nobody.
SWORN = {"bookings.ProbableCauseStatement.withheld_text"}


def test_no_field_but_a_consular_cases_is_of_the_class_of_origin():
    held = [
        f"{model._meta.label}.{name}"
        for model in apps.get_models()
        for name, field_class in getattr(model, "field_classes", {}).items()
        if field_class & FieldClass.ORIGIN
        and model._meta.label not in {*TELL_NO_ORIGIN, "bookings.ConsularCase"}
    ]
    assert set(held) <= SWORN, f"{held}: {WHAT_TO_DO}"


def test_a_consular_case_keeps_no_answer_outside_its_envelope():
    """When, by whom and how somebody was told; what they answered is sealed."""
    assert {field.name for field in ConsularCase._meta.concrete_fields} == {
        *("id", "created_at", "booking", "advisement", "key"),
        *("asked_at", "told_by", "told_how", "sealed", "purged_at", "ended_as"),
    }, WHAT_TO_DO


def test_consular_cases_are_read_in_their_own_modules_alone():
    """No search, list, export, report or history names their table."""
    naming = {
        name_of(path)
        for path in python_files()
        if re.search("ConsularCase|bookings_consularcase", path.read_text())
    }
    assert naming <= {
        "bookings/models/__init__.py",
        "bookings/models/consular.py",
        "bookings/pages/consular.py",
        "bookings/selectors/consular.py",
        "bookings/services/case_files.py",
        "bookings/services/consular.py",
        "bookings/services/consular_schedule.py",
        # Cases of invented people, written as the desk's own service writes them.
        "compliance/demo/consular.py",
    }, WHAT_TO_DO
