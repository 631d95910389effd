"""Notices in words: what happened, in counts, and what to do. No person's data."""

from django.utils import timezone

from compliance.enums import NoticeKind, RecipientRole
from compliance.models import Delivery, Notice
from compliance.selectors.notices import Told

COUNT_LABELS = {
    "sign_ins_refused": "Sign-ins refused",
    "accounts_refused": "Accounts refused",
    "sessions": "Sessions of forbidden accounts",
    "accounts": "Accounts",
    "kinds_of_showing": "Kinds of showing, by account and law",
    "jobs": "Jobs late or failed",
    "duties": "Duties overdue",
    "failures": "Failures of the record",
}
WHAT_TO_DO = {
    NoticeKind.FORBIDDEN_USED: "Ask the privacy officer whose accounts these are, why "
    "they are still used, and when they are closed. Nothing past the public register "
    "was shown without a judge's paper.",
    NoticeKind.SHOWN_AGAINST_LAW: "Ask the privacy officer today what was shown, to "
    "whom, and who is told of it. The exposure page has the fields and the people.",
    NoticeKind.JOB_DEAD: "Ask the administrator to start the work again. Nobody sees "
    "more because of it, but findings and notices come late.",
    NoticeKind.DUTY_OVERDUE: "Ask the duty's owner what was done, by when the rest is, "
    "and for the proof.",
    NoticeKind.FAILED_LOGGING: "Ask the administrator to look at the database now. What "
    "cannot be recorded is not shown, so work may stand still.",
}


def mail_subject(notice: Notice) -> str:
    return f"Jail Records: {NoticeKind(notice.kind).label.lower()}"


def mail_body(notice: Notice, link: str) -> str:
    """Counts alone, and the way to the page; the mail says nothing about anybody."""
    counts = "\n".join(f"{label}: {count}" for label, count in _counts(notice))
    return (
        f"{NoticeKind(notice.kind).label}.\n\n"
        f"Between {_instant(notice.covers_from)} and {_instant(notice.covers_until)}:\n"
        f"{counts}\n\n"
        f"{WHAT_TO_DO[NoticeKind(notice.kind)]}\n\n"
        f"This page says the same, and records that you opened it:\n{link}\n"
    )


def _instant(at) -> str:
    local = timezone.localtime(at)
    return f"{local:%B} {local.day}, {local:%Y, %H:%M %Z}"


def _counts(notice: Notice) -> list[tuple[str, int]]:
    return [
        (COUNT_LABELS.get(word, word.replace("_", " ").capitalize()), count)
        for word, count in notice.counts.items()
    ]


def notice_page(delivery: Delivery) -> dict:
    """What anybody who has the link reads."""
    notice = delivery.notice
    return {
        "title": NoticeKind(notice.kind).label,
        "covers_from": notice.covers_from,
        "covers_until": notice.covers_until,
        "opened_at": notice.opened_at,
        "counts": _counts(notice),
        "what_to_do": WHAT_TO_DO[NoticeKind(notice.kind)],
    }


def notices_page(told: list[Told], recipients, before) -> dict:
    return {
        "notices": [
            {
                "title": NoticeKind(one.notice.kind).label,
                "opened_at": one.notice.opened_at,
                "counts": ", ".join(
                    f"{label.lower()}: {count}" for label, count in _counts(one.notice)
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
