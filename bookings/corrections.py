"""What of a record can be corrected: its parts and fields, out of the models' own
``field_classes``. A new model or field is here by itself, unless ``rules.NOT_CORRECTED``
says why not.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from access.enums import FieldClass
from bookings.models import Booking, Person
from bookings.rules import why_not_corrected

# As a form takes them; what is of another kind needs a reason in NOT_CORRECTED.
KINDS = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.DecimalField,
    models.IntegerField,
    models.BooleanField,
)
# Besides what is a text by its kind: lines that somebody writes in their own words, which
# are read for what must not be kept. Names and addresses are none.
OWN_WORDS = frozenset(
    {
        "marks.description",
    }
)
_OWNERS = {"booking": "c.booking_id = b.id", "person": "c.person_id = b.person_id"}


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of line on a record. ``owner``: whose it is, as SQL over ``c``."""

    path: str
    model: type
    owner: str
    names: tuple[str, ...]

    @property
    def is_of_person(self) -> bool:
        return "person_id" in self.owner

    def field(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    def is_in_own_words(self, name: str) -> bool:
        is_text = isinstance(self.field(name), models.TextField)
        return is_text or f"{self.path}.{name}" in OWN_WORDS

    def field_class(self, name: str) -> FieldClass:
        return self.model.field_classes[name]

    @property
    def version(self) -> int:
        """Another set of fields is another version of the page, by itself."""
        fields = [f"{name}:{int(self.field_class(name))}" for name in self.names]
        return zlib.crc32(" ".join(fields).encode()) & 0x7FFF_FFFF


def on_record() -> Iterator[tuple[str, type, str]]:
    """Every model of what is on record: its path, the model, and whose its lines are."""
    yield "booking", Booking, "c.id = b.id"
    yield "person", Person, "c.id = b.person_id"
    for model in apps.get_app_config("bookings").get_models():
        if not hasattr(model, "field_classes") or not hasattr(model, "history"):
            continue
        for owner, sql in _OWNERS.items():
            key = next((f for f in model._meta.fields if f.name == owner), None)
            if key is not None and key.is_relation and model is not Booking:
                yield key.remote_field.related_name, model, sql
                break


def classified(model) -> list[str]:
    """The fields that say something about a person."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if model.field_classes.get(field.name, FieldClass.REFERENCE)
        is not FieldClass.REFERENCE
    ]


def _parts() -> Iterator[Part]:
    for path, model, owner in on_record():
        names = tuple(
            name
            for name in classified(model)
            if not why_not_corrected(f"{path}.{name}")
            and isinstance(model._meta.get_field(name), KINDS)
            and not model._meta.get_field(name).is_relation
        )
        if names:
            yield Part(path, model, owner, names)


PARTS: dict[str, Part] = {part.path: part for part in _parts()}
