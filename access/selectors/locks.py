"""Names that are locked, for those who may release them."""

from django.db import connection

from access.enums import JAILS_OWN, Role
from access.viewer import Viewer

# An administrator releases anybody; a shift supervisor whoever works now in a custody
# or health unit of their own agency. Nobody sees, or releases, themselves.
_OPEN = """
SELECT l.id, l.locked_at, a.id AS account_id, a.display_name, a.sign_in_name,
  coalesce(string_agg(DISTINCT g.name || ' · ' || u.name, ', '), '') AS units,
  (SELECT count(*) FROM access_accountsession s
    WHERE s.account_id = a.id AND s.ended_at IS NULL AND %(at)s < s.ends_at) AS sessions
FROM access_signinlock l
JOIN access_account a ON a.id = l.account_id
LEFT JOIN access_membership m ON m.account_id = a.id
  AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR %(at)s < m.ends_at)
LEFT JOIN access_unit u ON u.id = m.unit_id
LEFT JOIN access_agency g ON g.id = u.agency_id
WHERE l.released_at IS NULL AND a.id <> %(viewer)s
GROUP BY l.id, a.id
HAVING %(anybody)s OR bool_or(u.agency_id = %(agency)s AND u.mission = ANY(%(own)s))
ORDER BY l.locked_at, l.id"""


def open_locks(viewer: Viewer) -> list[dict]:
    """The locks that this viewer may release, the oldest first."""
    asked = {
        "at": viewer.at,
        "viewer": viewer.account_id,
        "anybody": Role.ADMINISTRATOR in viewer.roles,
        "agency": viewer.agency_id if Role.SHIFT_SUPERVISOR in viewer.roles else None,
        "own": sorted(JAILS_OWN) if viewer.mission in JAILS_OWN else [],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, asked)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
