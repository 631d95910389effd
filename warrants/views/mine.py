"""What I may see, on which basis, until when; what I asked, and what came of it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.acts import Act
from access.guards import performs
from access.viewer import Viewer
from bookings.presenters import name
from bookings.selectors import names
from bookings.selectors.who_may import own_standing
from warrants import selectors
from warrants.presenters import mine as words
from warrants.selectors.refusals import refused_among


@performs(Act.ASK)
@require_safe
def mine(request):
    """One's own, in the capacity one works in now."""
    viewer = request.viewer
    live, ended = _grants(viewer)
    own = selectors.own_requests(viewer)
    refused = refused_among(own)
    context = {
        "standing": words.standing(own_standing(viewer), viewer),
        "by_paper": words.by_paper(viewer),
        "live": live,
        "ended": ended,
        "asked": [words.asked(one, refused.get(one.pk), viewer) for one in own],
    }
    return render(request, "warrants/mine.html", context)


def _grants(viewer: Viewer) -> tuple[list[dict], list[dict]]:
    """Those that open something, and the others. One on a booking that can no longer be
    known of opens nothing: it looks as one that has ended (law 4).
    """
    unended, past = selectors.own_grants(viewer)
    known = names(viewer, [grant.booking_id for grant in unended]) if unended else {}
    live = [grant for grant in unended if grant.booking_id in known]
    ended = past + [grant for grant in unended if grant.booking_id not in known]
    ended.sort(key=lambda grant: grant.starts_at, reverse=True)
    return (
        [words.live_grant(grant, name(known[grant.booking_id])) for grant in live],
        [words.ended_grant(grant) for grant in ended[: selectors.PAGE]],
    )
