"""Where people are signed in, and who is at two places at once.

A place is the facility of the network that somebody came from (desk, photo station and
property window of one facility are one place), else that network, else the address's
own neighbourhood: its /24, or its /64.
"""

from datetime import datetime

from django.db import connection

from access.models import Network

_PLACE = """coalesce(f.name, n.name, text(network(set_masklen(s.address,
    CASE family(s.address) WHEN 4 THEN 24 ELSE 64 END))))"""

# Of a session it is known when it began and when it was last in use. One that is
# locked, idle or over is a screen that somebody has left, and no second place.
_SHARED_NOW = f"""
SELECT s.account_id, array_agg(DISTINCT {_PLACE}) AS places
FROM access_accountsession s
LEFT JOIN access_network n ON n.id = s.network_id
LEFT JOIN access_facility f ON f.id = n.facility_id
WHERE s.address IS NOT NULL
  AND s.began_at <= %(at)s AND s.began_at > %(at)s - interval '12 hours'
  AND %(at)s < s.ends_at AND (s.ended_at IS NULL OR %(at)s < s.ended_at)
  AND (s.locked_at IS NULL OR %(at)s < s.locked_at)
  AND s.last_active_at > %(at)s - interval '30 minutes'
GROUP BY s.account_id
HAVING count(DISTINCT {_PLACE}) > 1
ORDER BY s.account_id"""

# Two stretches of use that lie over each other, whenever that was.
_SHARED_BETWEEN = f"""
WITH used AS (
  SELECT s.id, s.account_id, s.began_at,
    least(s.last_active_at, s.ended_at) AS last_at, {_PLACE} AS place
  FROM access_accountsession s
  LEFT JOIN access_network n ON n.id = s.network_id
  LEFT JOIN access_facility f ON f.id = n.facility_id
  WHERE s.address IS NOT NULL AND s.began_at < %(until)s
    AND s.began_at > %(since)s - interval '12 hours' AND s.last_active_at >= %(since)s)
SELECT a.account_id, array_agg(DISTINCT a.place)
FROM used a JOIN used b ON b.account_id = a.account_id AND b.place <> a.place
  AND a.began_at < b.last_at AND b.began_at < a.last_at
GROUP BY a.account_id
ORDER BY a.account_id"""

_OWN_SESSIONS = f"""
SELECT s.id, s.began_at, s.last_active_at, s.locked_at, s.ends_at, s.device,
  s.address, {_PLACE} AS place, s.first_factor, s.second_factor
FROM access_accountsession s
LEFT JOIN access_network n ON n.id = s.network_id
LEFT JOIN access_facility f ON f.id = n.facility_id
WHERE s.account_id = %(account)s AND s.ended_at IS NULL AND s.ends_at > %(at)s
ORDER BY s.began_at DESC, s.id"""


def network_of(address: str | None) -> int | None:
    """The key of the narrowest network that holds an address, or None."""
    if not address:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id FROM access_network WHERE cidr >>= %s::inet
               ORDER BY masklen(cidr) DESC LIMIT 1""",
            [address],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def shared_now(at: datetime) -> list[tuple[int, list[str]]]:
    """Accounts in use at two places or more at an instant, each with its places."""
    return _accounts_and_places(_SHARED_NOW, {"at": at})


def shared_between(since: datetime, until: datetime) -> list[tuple[int, list[str]]]:
    """Accounts whose use at one place overlapped their use at another, from ``since``
    to ``until``: also that which is over again when somebody looks.
    """
    return _accounts_and_places(_SHARED_BETWEEN, {"since": since, "until": until})


def own_sessions(account_id: int, at: datetime) -> list[dict]:
    """Where an account is signed in at an instant, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN_SESSIONS, {"account": account_id, "at": at})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def networks() -> list[Network]:
    return list(Network.objects.select_related("facility", "agency"))


def _accounts_and_places(query: str, asked: dict) -> list[tuple[int, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return [(account, list(places)) for account, places in cursor.fetchall()]
