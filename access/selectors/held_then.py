"""What opened something at an instant, from the change history: permissions under
agreements, and rows of grants and appearances. Whom it opened what, ``who_may`` decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from access.enums import NOTHING, Basis, FieldClass, Purpose, row_label


def as_of(table: str, keys: str = "true") -> str:
    """The rows of a history as they stood; ``keys`` narrows by what never changes."""
    return f"""(SELECT * FROM (
      SELECT DISTINCT ON (id) * FROM {table} WHERE history_date <= %(at)s AND {keys}
      ORDER BY id, history_date DESC, history_id DESC) newest
    WHERE history_type <> '-')"""


_PERMISSIONS = f"""
SELECT -p.group_id, p.content_object_id, bit_or(p.classes),
  greatest(p.starts_at, a.starts_at), least(p.ends_at, a.ends_at), a.purposes, a.title
FROM {{permissions}} p
JOIN {as_of("access_historicalagreement")} a ON a.id = p.agreement_id
WHERE p.starts_at <= %(at)s AND a.starts_at <= %(at)s
GROUP BY p.group_id, p.content_object_id, p.starts_at, p.ends_at,
  a.id, a.starts_at, a.ends_at, a.purposes, a.title"""
_ROWS = f"""
SELECT r.principal, r.booking_id, r.basis, r.classes, greatest(r.starts_at, a.starts_at),
  least(r.ends_at, a.ends_at), coalesce(a.purposes, '{{{{}}}}'), coalesce(a.title, ''),
  r.grant_id
FROM {{rows}} r
LEFT JOIN {as_of("access_historicalagreement")} a ON a.id = r.agreement_id
WHERE r.starts_at <= %(at)s AND %(at)s < r.ends_at
  AND (r.agreement_id IS NULL OR a.starts_at <= %(at)s AND %(at)s < a.ends_at)"""


@dataclass(frozen=True, slots=True)
class Source:
    """A permission under an agreement, a grant, or an attorney's appearance, which is
    standing access to one booking. ``purposes``: none is any that the law allows.
    ``paper``: the agreement's title. ``grant_id``: the grant's or appearance's key.
    """

    basis: Basis
    classes: FieldClass
    starts_at: datetime
    ends_at: datetime
    purposes: frozenset[Purpose] = frozenset()
    paper: str = ""
    grant_id: UUID | None = None

    def serves(self, purpose: Purpose | None) -> bool:
        return not self.purposes or purpose in self.purposes

    @property
    def label(self) -> str:
        return row_label(self.basis) if self.grant_id else self.basis.label


def held_for(
    purpose: Purpose | None, sources: Iterable[Source]
) -> dict[Basis, FieldClass]:
    """What these sources hold together for a purpose, by basis, as the rule takes it."""
    held: dict[Basis, FieldClass] = defaultdict(lambda: NOTHING)
    for source in sources:
        if source.serves(purpose):
            held[source.basis] |= source.classes
    return held


def standing_access_as_of(
    at: datetime,
    *,
    facility_id: int | None = None,
    groups: Collection[int] | None = None,
) -> dict[tuple[int, int], tuple[Source, ...]]:
    """Permissions under agreements, by principal and facility: at one facility, or of
    these groups.
    """
    narrowed = as_of(
        "access_historicalfacilitypermission",
        """(%(facility)s::bigint IS NULL OR content_object_id = %(facility)s)
        AND (%(groups)s::bigint[] IS NULL OR group_id = ANY(%(groups)s::int[]))""",
    )
    found: dict[tuple[int, int], list[Source]] = defaultdict(list)
    asked = {
        "at": at,
        "facility": facility_id,
        "groups": None if groups is None else list(groups),
    }
    with connection.cursor() as cursor:
        cursor.execute(_PERMISSIONS.format(permissions=narrowed), asked)
        for principal, place, classes, starts, ends, purposes, paper in cursor:
            found[principal, place].append(
                Source(
                    Basis.STANDING,
                    FieldClass(classes),
                    starts,
                    ends,
                    frozenset(Purpose(purpose) for purpose in purposes),
                    paper,
                )
            )
    return {key: tuple(sources) for key, sources in found.items()}


def grants_as_of(
    at: datetime,
    *,
    booking_id: UUID | None = None,
    principals: Collection[int] | None = None,
) -> dict[tuple[int, UUID], tuple[Source, ...]]:
    """What grants and appearances opened, by principal and booking: on one booking, or
    for these.
    """
    keys = (
        "booking_id = %(booking)s"
        if booking_id
        else "principal = ANY(%(principals)s::bigint[])"
    )
    asked = {
        "at": at,
        "booking": booking_id,
        "principals": list(principals or ()),
    }
    found: dict[tuple[int, UUID], list[Source]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(rows=as_of("access_historicalaccessrow", keys)), asked
        )
        for principal, booking, basis, classes, *rest in cursor:
            starts, ends, purposes, paper, grant_id = rest
            found[principal, booking].append(
                Source(
                    Basis(basis),
                    FieldClass(classes),
                    starts,
                    ends,
                    frozenset(Purpose(purpose) for purpose in purposes),
                    paper,
                    grant_id,
                )
            )
    return {key: tuple(sources) for key, sources in found.items()}
