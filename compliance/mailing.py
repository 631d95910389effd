"""What mail says, and sending it. It goes to a mailbox: nobody's name, and no person's
data; counts, days, and a link.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from bookings.enums import SwornPaper
from bookings.models import AuthorNotice
from bookings.reading import Kind
from compliance.enums import FINDING_PLURALS, FindingKind, NoticeKind, ReminderKind
from compliance.models import Notice

logger = logging.getLogger(__name__)
_ERROR_LENGTH = 80


def send(address: str, subject: str, body: str) -> str:
    """Send one mail; return the kind of the error, or nothing. An error's own text may
    name the address, so it goes nowhere.
    """
    try:
        EmailMessage(subject, body, to=[address]).send()
    except Exception as error:  # noqa: BLE001 - whatever a mail server can answer
        kind = type(error).__name__[:_ERROR_LENGTH]
        logger.error("a mail could not be sent: %s", kind)  # noqa: TRY400 - no text
        return kind
    return ""


def link(token: UUID) -> str:
    return settings.SITE_URL + reverse("compliance:notice", args=[token])


# --- Notices ---------------------------------------------------------------------------

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
    NoticeKind.DESK_OVERDUE: "Ask the jail's commander what is overdue, since when, and "
    "when it is done. Whom it is about stands on the desk's own pages alone.",
}


def notice_subject(notice: Notice) -> str:
    return f"Jail Records: {NoticeKind(notice.kind).label.lower()}"


def notice_body(notice: Notice, link: str) -> str:
    """Counts alone, and the way to the page; the mail says nothing about anybody."""
    counts = "\n".join(f"{label}: {count}" for label, count in counted(notice))
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


def counted(notice: Notice) -> list[tuple[str, int]]:
    return [(_count_label(word), count) for word, count in notice.counts.items()]


def _count_label(word: str) -> str:
    """What is counted: a word of its own, or findings of a kind."""
    if word in set(FindingKind):
        return FINDING_PLURALS[FindingKind(word)]
    return COUNT_LABELS.get(word, word.replace("_", " ").capitalize())


# --- Reminders -------------------------------------------------------------------------

_SUBJECTS = {
    ReminderKind.UNUSED: "Your account will be closed if it is not used",
    ReminderKind.TRAINING: "Your training on the law is due",
    ReminderKind.AGREEMENT: "An agreement is about to end",
}
_BODIES = {
    ReminderKind.UNUSED: "Your account for Jail Records has not been used for a while. "
    "On {day} it becomes dormant and is off; opening it again takes a second person. "
    "If you still need it, sign in before then. If you do not, tell your coordinator.",
    ReminderKind.TRAINING: "Your training on the law in force is due on {day}. It takes "
    "a few minutes, after you sign in. An account of another agency is off from then on "
    "until it is done.",
    ReminderKind.AGREEMENT: "The agreement under which an agency you look after has "
    "access ends on {day}. Access ends with it, at that instant. A new one takes two "
    "people of different units.",
}


def reminder_subject(kind: ReminderKind) -> str:
    return f"Jail Records: {_SUBJECTS[kind][0].lower()}{_SUBJECTS[kind][1:]}"


def reminder_body(kind: ReminderKind, about: datetime) -> str:
    local = timezone.localtime(about)
    day = f"{local:%B} {local.day}, {local:%Y at %H:%M}"
    return f"{_BODIES[kind].format(day=day)}\n\n{settings.SITE_URL}/\n"


# --- Authors of sworn words ------------------------------------------------------------


def author_letter(notice: AuthorNotice) -> tuple[str, str]:
    """Subject and body: which kinds, in what paper, of which day; of nobody."""
    local = timezone.localtime(notice.created_at)
    kinds = "\n".join(f"- {Kind(kind).label}" for kind in notice.kinds)
    body = (
        f"{SwornPaper(notice.paper).label}, received from your agency on {local:%B} "
        f"{local.day}, {local:%Y}, tells:\n\n{kinds}\n\n"
        "State law and the county's code forbid the jail to collect this "
        "(RCW 10.93.160(4); KCC 2.15.010). Sworn words are not edited: they are kept "
        "apart, and nobody at the desk is shown them. Please leave such words out in "
        "future, and write again without them where you can.\n\n"
        "No person is named in a mail. The jail's records unit says which paper it "
        "is.\n"
    )
    return "Jail Records: your agency's words hold what may not be kept", body
