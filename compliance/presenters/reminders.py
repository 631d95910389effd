"""Reminders in words. They go to a mailbox: nobody's name, and no person's data."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from compliance.enums import ReminderKind

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


def mail_subject(kind: ReminderKind) -> str:
    return f"Jail Records: {_SUBJECTS[kind][0].lower()}{_SUBJECTS[kind][1:]}"


def mail_body(kind: ReminderKind, about: datetime) -> str:
    local = timezone.localtime(about)
    day = f"{local:%B} {local.day}, {local:%Y at %H:%M}"
    return f"{_BODIES[kind].format(day=day)}\n\n{settings.SITE_URL}/\n"
