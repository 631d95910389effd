"""Every field has one class; permissions, SQL and shapes mean the same classes."""

import json

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction

from access.enums import CLASSES, CODES, FieldClass, class_of_word, permission_codename
from access.gate import Page
from access.models import Facility
from audit.shapes import REGISTERED, Shape, register
from bookings import models, pages
from bookings.models import Booking

# What is on record: every model of these apps, but for guardian's own tables.
RECORD_APPS = {"bookings", "disclosures"}
NOT_RECORDS = {
    "BookingUserPermission": "a permission, and no fact about a person",
    "BookingGroupPermission": "a permission, and no fact about a person",
    "ContinuitySheet": "keys of a sealed sheet, and no fact about a person",
    "SheetOpening": "who opened a sheet, and no fact about a person booked",
    "LegalText": "words for everybody, and no fact about a person",
    "TextReview": "who read a text over, and no fact about a person",
    "MandatoryCountry": "a treaty, and no fact about a person",
    "RetentionSchedule": "how long records are kept, and no fact about a person",
    "DispositionRun": "what two people agreed upon, and no fact about a person",
    "DispositionItem": "a key, and what became of it",
    "LegalHold": "why a record is kept, and no fact about a person",
    "ConsularSchedule": "how long cases are kept, and no fact about a person",
    "DataKey": "a key, and no fact about a person",
    "Inquiry": "who asked at the counter, and no fact about a person booked",
    "NumberCounter": "how many numbers were given, and no fact about a person",
    "IntakeDraft": "who writes at an intake, and no fact about a person",
    "RosterSource": "where rosters come from, and no fact about a person",
    "RosterPerson": "a keyed digest, by which a roster's row is known again",
    "RosterStay": "keyed digests, and on which lists a booking stood",
    "RosterLine": "rows on their way in: empty outside an import",
    "HousingUnit": "a place, and no fact about a person",
    "MarkCode": "a table of the FBI's, and no fact about a person",
    "FederalOffice": "where an office is, and no fact about a person",
    "Nickname": "common knowledge about names, and no fact about a person",
}
RECORDS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in RECORD_APPS
    and not hasattr(model, "history_id")
    and model.__name__ not in NOT_RECORDS
]
# The first word of a column's path, and the model it is of.
MODEL_OF = {
    "person": models.Person,
    "booking": models.Booking,
    "aliases": models.Alias,
    "addresses": models.Address,
    "descriptions": models.PhysicalDescription,
    "marks": models.Mark,
    "photos": models.Photo,
    "charges": models.Charge,
    "detainers": models.Detainer,
    "paper_pages": models.PaperPage,
    "holds": models.CustodyHold,
    "bases": models.CustodyBasis,
    "entitlements": models.ReleaseEntitlement,
    "handovers": models.Handover,
    "tasks": models.DeskTask,
    "movements": models.Movement,
    "transfers": models.CustodyTransfer,
    "housings": models.HousingAssignment,
    "alerts": models.SafetyAlert,
    "screenings": models.HealthScreening,
    "health_marks": models.HealthMark,
    "property_items": models.PropertyItem,
    "property_receipts": models.PropertyReceipt,
    "statements": models.ProbableCauseStatement,
    "interviews": models.RecognizanceInterview,
    "advisements": models.Advisement,
    "consular": models.ConsularCase,
}


def classes_of(model) -> dict[str, FieldClass]:
    """Of each field, and of what a page may say of one in its place."""
    return model.field_classes | getattr(model, "derived_classes", {})


PAGES = [
    *(page for page in vars(pages).values() if isinstance(page, Page)),
    *pages.CORRECTIONS.values(),
]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_field_is_declared_in_exactly_one_class(model):
    declared = getattr(model, "field_classes", None)
    assert declared, f"give {model.__name__} its field_classes: docs/glossary.md"
    fields = {field.name for field in model._meta.concrete_fields}

    assert set(declared) == fields, (
        f"without a class: {sorted(fields - set(declared))};"
        f" unknown: {sorted(set(declared) - fields)}"
    )
    for name, field_class in declared.items():
        assert field_class == FieldClass.REFERENCE or field_class in CLASSES, (
            f"{name} is in several classes at once"
        )


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_field_without_a_class_is_a_key_a_flag_or_a_stamp(model):
    """REFERENCE says nothing about a person: no text, number or date can be it."""
    for field in model._meta.concrete_fields:
        if model.field_classes[field.name] is not FieldClass.REFERENCE:
            continue
        assert field.name in {
            *("id", "created_at", "person", "booking", "position"),
            *("paper", "key"),
            # A link of two records: which, by whom, and its end.
            *("other", "asked_by", "agreed_by", "ended_at", "ended_by"),
            # Keys of a consular case, and its envelope: it says nothing without its key.
            *("text", "advisement", "key", "sealed"),
            *("is_juvenile", "is_sealed", "sealed_at", "intake_completed_at"),
            "from_booking",
            *("is_juvenile", "is_sealed", "sealed_at", "set_by", "written_by"),
        }, f"{model.__name__}.{field.name} says something about a person"


def test_every_class_has_its_code_bit_and_permission():
    assert set(CODES) == set(CLASSES) == set(FieldClass) - {FieldClass.REFERENCE}
    assert [int(c) for c in CLASSES] == [1 << place for place in range(len(CLASSES))]
    assert len(set(CODES.values())) == len(CODES)
    for field_class in CLASSES:
        assert class_of_word(field_class.word) is field_class


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Booking, Facility], ids=lambda m: m.__name__)
def test_the_permissions_of_a_booking_and_a_facility_are_the_classes(model):
    words = Permission.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
    ).values_list("codename", flat=True)

    assert sorted(words) == sorted(map(permission_codename, CLASSES))


@pytest.mark.django_db
def test_the_databases_bit_of_a_permission_is_the_classes_bit():
    with connection.cursor() as cursor:
        for field_class in CLASSES:
            word = permission_codename(field_class)
            cursor.execute("SELECT access_class_bit(%s)", [word])
            assert cursor.fetchone() == (int(field_class),), word
        for unknown in ("view_everything", "change_booking", "view_reference", None):
            with (
                pytest.raises(DatabaseError, match="no permission"),
                transaction.atomic(),
            ):
                cursor.execute("SELECT access_class_bit(%s)", [unknown])


# --- Shapes ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.shape.page)
def test_every_column_has_the_class_that_its_model_declares(page):
    for column in page.columns:
        path, _, names = column.path.rpartition(".")
        for name in names.split("+"):
            if path == "match":  # how a name was found, not a field on record
                declared = models.NameKey.match_classes[name]
            elif path == "facility":
                declared = Booking.field_classes["facility"]
            else:
                assert path in MODEL_OF, f"{column.path}: name its model in MODEL_OF"
                declared = classes_of(MODEL_OF[path])[name]
            assert declared is column.field_class, f"{path}.{name}"
            assert declared is not FieldClass.REFERENCE, f"{path}.{name} is no field"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.shape.page)
def test_a_shape_names_every_field_of_its_columns_and_no_other(page):
    fields = {
        (f"{column.path.rpartition('.')[0]}.{name}", int(column.field_class))
        for column in page.columns
        for name in column.path.rpartition(".")[2].split("+")
    }
    assert set(page.shape.fields) == fields
    assert len(page.shape.fields) == len(fields)
    assert REGISTERED[page.shape.id] is page.shape


@pytest.mark.django_db
def test_every_shape_of_the_code_stands_in_the_database_as_it_is():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, page, version, fields FROM audit_registeredshape")
        stored = {
            key: (page, version, json.loads(fields))
            for key, page, version, fields in cursor.fetchall()
        }
    assert stored == {
        shape.id: (shape.page, shape.version, dict(shape.fields))
        for shape in REGISTERED.values()
    }


def test_a_page_with_other_fields_needs_another_version():
    page = pages.RECORD.shape
    other = Shape(page.page, page.version, (*page.fields, ("person.phone_2", 32)))

    with pytest.raises(ValueError, match="other fields"):
        register(other)

    assert other.id not in REGISTERED
    assert (
        Shape("a", 1, (("x", 1), ("y", 2))).id == Shape("a", 1, (("y", 2), ("x", 1))).id
    )


def test_the_photo_is_on_no_list():
    """Its bytes are served by a page of their own, one booking at a time."""
    for page in PAGES:
        has_image = any(path == "photos.image" for path, _ in page.shape.fields)
        assert has_image is (page is pages.PHOTO)
