"""Where somebody has standing access, by which paper, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from access.enums import FieldClass
from access.rules import USUAL_DAILY_CEILING
from access.viewer import Viewer

_PLACES = """
SELECT f.code, bit_or(p.classes) AS classes, max(least(p.ends_at, a.ends_at)) AS ends_at,
  max(a.daily_ceiling) AS ceiling
FROM access_facilitypermission p
JOIN access_agreement a ON a.id = p.agreement_id
JOIN access_facility f ON f.id = p.content_object_id
WHERE p.group_id = ANY(%(groups)s::int[]) AND p.starts_at <= %(at)s
  AND a.starts_at <= %(at)s
  AND (%(at)s < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s)
GROUP BY f.code ORDER BY f.code"""


@dataclass(frozen=True, slots=True)
class Place:
    """Permissions at one facility, by its code: its name stands on a page only as the
    place where somebody shown is confined (law 3). ``ends_at``: when the last of them
    ends; aware.
    """

    code: str
    classes: FieldClass
    ends_at: datetime
    ceiling: int


def places(viewer: Viewer) -> list[Place]:
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACES,
            {
                "groups": viewer.groups,
                "at": viewer.at,
                "lapses_close": viewer.lapses_close,
            },
        )
        return [
            Place(code, FieldClass(classes), ends_at, ceiling)
            for code, classes, ends_at, ceiling in cursor.fetchall()
        ]


def daily_ceiling(viewer: Viewer, found: list[Place]) -> int | None:
    """How many people a day; None for the jail's own, whom no ceiling holds."""
    if not viewer.lapses_close:
        return None
    return max((place.ceiling for place in found), default=USUAL_DAILY_CEILING)
