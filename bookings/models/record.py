"""What every record has: a key, the time of writing down, and a class for each field."""

import uuid

from django.db import models

from access.enums import FieldClass
from audit.clock import JailNow

REFERENCE = FieldClass.REFERENCE


class Record(models.Model):
    """Key and time of writing down, the same for everything on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_default=JailNow(), editable=False)

    field_classes = {"id": REFERENCE, "created_at": REFERENCE}

    class Meta:
        abstract = True
        default_permissions = ()
