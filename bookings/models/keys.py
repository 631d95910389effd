"""Keys of what is forgotten by destroying its key."""

import uuid

from django.db import models
from django.db.models import Q

from audit.clock import JailNow


class DataKey(models.Model):
    """The key of one case: 32 random bytes, wrapped by a key of ``RECORD_KEYS``.

    Made, used, rewrapped and destroyed in ``bookings/envelopes.py``. It is a row of
    its own, and has no change history, so that no older copy of the key is kept
    anywhere: what was sealed with it is gone from every backup once it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_default=JailNow(), editable=False)
    purpose = models.CharField(max_length=40)
    key_id = models.TextField("wrapped by", blank=True)
    wrapped = models.BinaryField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="data_key_is_there_or_destroyed",
                condition=Q(destroyed_at__isnull=True) & ~Q(key_id="") & ~Q(wrapped=b"")
                | Q(destroyed_at__isnull=False, key_id="", wrapped=b""),
            )
        ]
        indexes = [models.Index(fields=["key_id"], name="data_key_by_wrapping")]

    def __str__(self):
        return str(self.pk)
