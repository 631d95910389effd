"""Author agencies are told by mail that their sworn words hold what must not be kept: of
which kinds, in a paper that came when; of nobody, and none of the words.
"""

from access.selectors.agencies import coordinators_of
from access.viewer import System
from bookings.models import AuthorNotice
from bookings.services import mail_author
from compliance import mailing
from disclosures.selectors import authors_untold


def tell_authors(*, by: System) -> dict:
    """Send a letter for each notice that nobody has told its agency of. An agency that
    has no coordinator here waits on the records unit's page. Safe to repeat.
    """
    counts = {"sent": 0, "failed": 0, "without_address": 0}
    for notice in authors_untold():
        addresses = coordinators_of(notice.author_agency)
        if not addresses:
            counts["without_address"] += 1
            continue
        is_sent = mail_author(
            notice.pk, lambda one, to=addresses: _send(one, to), by=by
        )
        counts["sent" if is_sent else "failed"] += 1
    return counts


def _send(notice: AuthorNotice, addresses: list[str]) -> bool:
    """Whether it reached at least one of them."""
    subject, body = mailing.author_letter(notice)
    errors = [mailing.send(address, subject, body) for address in addresses]
    return "" in errors
