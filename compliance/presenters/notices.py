"""Notices, and who was told of them. Counts, and no person's data."""

from compliance.enums import NoticeKind, RecipientRole
from compliance.mailing import WHAT_TO_DO, counted
from compliance.models import Delivery
from compliance.selectors.notices import Told


def notice_page(delivery: Delivery) -> dict:
    """What anybody who has the link reads."""
    notice = delivery.notice
    return {
        "title": NoticeKind(notice.kind).label,
        "covers_from": notice.covers_from,
        "covers_until": notice.covers_until,
        "opened_at": notice.opened_at,
        "counts": counted(notice),
        "what_to_do": WHAT_TO_DO[NoticeKind(notice.kind)],
    }


def notices_page(told: list[Told], recipients, before) -> dict:
    return {
        "notices": [
            {
                "title": NoticeKind(one.notice.kind).label,
                "opened_at": one.notice.opened_at,
                "counts": ", ".join(
                    f"{label.lower()}: {count}" for label, count in counted(one.notice)
                ),
                "deliveries": [_delivery(delivery) for delivery in one.deliveries],
            }
            for one in told
        ],
        "recipients": [_recipient(one) for one in recipients],
        "before": [_recipient(one) for one in before],
        "missing": [
            role.label
            for role in RecipientRole
            if role not in {one.role for one in recipients}
        ],
    }


def _recipient(one) -> dict:
    return {
        "role": RecipientRole(one.role).label,
        "mail": one.mail,
        "since": one.since,
        "until": one.until,
    }


def _delivery(delivery: Delivery) -> dict:
    if delivery.opened_at:
        tone = "good"
    elif delivery.sent_at:
        tone = "info"
    else:
        tone = "bad" if delivery.attempts else "warn"
    return {
        "role": RecipientRole(delivery.recipient.role).label,
        "sent_at": delivery.sent_at,
        "opened_at": delivery.opened_at,
        "attempts": delivery.attempts,
        "error": delivery.error,
        "tone": tone,
        "word": "opened"
        if delivery.opened_at
        else "sent"
        if delivery.sent_at
        else "not sent yet",
    }
