"""Challenges: given to one browser session, answered there, once, in time."""

from datetime import timedelta

from django.db import connection, transaction

from access.enums import ChallengeKind
from access.models import Challenge
from access.session import CHALLENGE_KEY
from audit.clock import now

# Somebody touches a key at once; at the county's own door they may have to find theirs.
ANSWERED_WITHIN = {
    ChallengeKind.ADD_PASSKEY: timedelta(minutes=2),
    ChallengeKind.SECOND_FACTOR: timedelta(minutes=2),
    ChallengeKind.SIGN_IN: timedelta(minutes=2),
    ChallengeKind.COUNTY_SIGN_ON: timedelta(minutes=10),
    ChallengeKind.COUNTY_LINK: timedelta(minutes=10),
}


def give(request, kind: ChallengeKind, **content: str | None) -> None:
    """Remember what this session was asked, in place of what it was asked before."""
    at = now()
    oldest = at - max(ANSWERED_WITHIN.values())
    Challenge.objects.filter(made_at__lt=oldest).delete()
    challenge = Challenge.objects.create(kind=kind, made_at=at)
    request.session[f"{CHALLENGE_KEY}:{kind}"] = {
        **content,
        "id": str(challenge.pk),
        "account": request.viewer.account_id,
    }


def is_given(request, kind: ChallengeKind) -> bool:
    return f"{CHALLENGE_KEY}:{kind}" in request.session


def take(request, kind: ChallengeKind) -> dict | None:
    """Return what this session was asked, once; None if nothing, or too late.

    Two answers at once cannot both have it: whoever deletes the row does.
    """
    content = request.session.pop(f"{CHALLENGE_KEY}:{kind}", None)
    if content is None or content["account"] != request.viewer.account_id:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM access_challenge
               WHERE id = %s::uuid AND kind = %s AND made_at > jail_now() - %s""",
            [content["id"], kind, ANSWERED_WITHIN[kind]],
        )
        return content if cursor.rowcount else None
