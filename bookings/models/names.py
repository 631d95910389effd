"""By which a name is found though it is spelled otherwise: keys, and nicknames.

``NameKey`` is derived: triggers on person and alias keep it, whatever writes
there, and ``manage.py rebuild_search`` makes it anew. It holds numbers made of
a name's letters, and no name.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from access.enums import FieldClass
from bookings.models.record import REFERENCE

P0 = FieldClass.REGISTER
P2 = FieldClass.IDENTITY
P4 = FieldClass.IDENTIFIERS


class NameKey(models.Model):
    """The keys of one name: a person's own, or one of the aliases.

    ``id`` is that person's or alias's. The keys of an alias tell of the alias,
    so that they are of its class.
    """

    id = models.UUIDField(primary_key=True)
    # No constraint: the triggers that write here also take away.
    person = models.ForeignKey(
        "bookings.Person", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    is_alias = models.BooleanField()
    surname_keys = ArrayField(models.IntegerField())
    given_keys = ArrayField(models.IntegerField())
    birth_date = models.DateField(null=True)
    version = models.SmallIntegerField()

    field_classes = {
        "id": REFERENCE,
        "person": REFERENCE,
        "is_alias": P2,
        "surname_keys": P2,
        "given_keys": P2,
        "birth_date": P2,
        "version": P2,
    }
    # How a name was found, as search results say it: of a person's own name, and of
    # an alias or of what only a birth date bears out.
    # Of somebody who was perhaps here before also: what agrees beside the name, and how
    # much all of it says.
    match_classes = {"name": P0, "alias": P2, "born": P2, "number": P4, "score": P4}

    class Meta:
        default_permissions = ()
        indexes = [
            # What was written last waits in a short list that each search reads too.
            GinIndex(
                fields=["surname_keys", "given_keys"],
                name="namekey_by_keys",
                gin_pending_list_limit=256,
            ),
            models.Index(fields=["birth_date", "id"], name="namekey_by_birth_date"),
        ]

    def __str__(self):
        return str(self.pk)


class Nickname(models.Model):
    """Common knowledge about given names: who is called Bill may be William."""

    given_name = models.CharField(max_length=80)
    nickname = models.CharField(max_length=80)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["nickname", "given_name"], name="nickname_once"
            )
        ]
        indexes = [
            models.Index(fields=["given_name", "nickname"], name="nickname_by_name")
        ]

    def __str__(self):
        return f"{self.nickname} of {self.given_name}"
