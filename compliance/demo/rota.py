"""Who of counsel is on call when the scenario begins, and a night with nobody."""

import random
from datetime import datetime, timedelta

from access.models import Account, Membership
from compliance.demo.sheets import key
from warrants.models import OnCall

COUNSEL, ENTERED_BY = "counsel", "records.supervisor"
PHONE = "206-555-0143"  # of the numbers kept for fiction
# From and until, in days from the scenario's instant.
LINES = ((-3.0, 5.0), (5.6, 14.5))


def load_rota(rng: random.Random, anchor: datetime) -> None:
    member = Membership.objects.get(account__sign_in_name=COUNSEL)
    by = Account.objects.get(sign_in_name=ENTERED_BY)
    for begins, ends in LINES:
        OnCall.objects.create(
            id=key(rng),
            membership=member,
            starts_at=anchor + timedelta(days=begins),
            ends_at=anchor + timedelta(days=ends),
            phone=PHONE,
            entered_by=by,
        )
