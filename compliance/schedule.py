"""The jobs as the scheduler has them: how often each runs, and when it is due next."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

# A job is late this long after the instant at which it should have begun.
GRACE = timedelta(minutes=15)
# What runs every few seconds is written down once a minute, and each failure.
WRITTEN_EVERY = timedelta(minutes=1)
HOURS = 24


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One line of the schedule. ``name``: the task's own, without its module."""

    name: str
    title: str
    schedule: crontab | timedelta

    @property
    def how_often(self) -> str:
        if isinstance(self.schedule, timedelta):
            return f"every {int(self.schedule.total_seconds())} seconds"
        return _in_words(self.schedule)


def scheduled() -> list[Scheduled]:
    return [
        Scheduled(entry["task"].rpartition(".")[2], title, entry["schedule"])
        for title, entry in settings.CELERY_BEAT_SCHEDULE.items()
    ]


def next_after(when: crontab | timedelta, at: datetime) -> datetime:
    """The first instant after another at which a job is due. A time of day is the
    jail's; one that the clocks skip is an hour later that day.
    """
    if isinstance(when, timedelta):
        return at + when
    # What is due every hour is due by any clock, also in the hour that comes twice.
    zone = UTC if len(when.hour) == HOURS else timezone.get_current_timezone()
    local = at.astimezone(zone)
    day = local.date()
    while True:
        if day.isoweekday() % 7 in when.day_of_week:
            for hour in sorted(when.hour):
                if day == local.date() and hour < local.hour:
                    continue
                for minute in sorted(when.minute):
                    wall = datetime.combine(day, time(hour, minute), zone)
                    due = wall.astimezone(UTC)
                    if due > at:
                        return due
        day += timedelta(days=1)


def _in_words(when: crontab) -> str:
    minutes, hours = len(when.minute), len(when.hour)
    if hours == HOURS:
        step = 60 // minutes
        return f"every {step} minutes" if minutes < 60 else "every minute"
    if len(when.day_of_week) == 7:
        return f"daily at {min(when.hour):02}:{min(when.minute):02}"
    return f"weekly, at {min(when.hour):02}:{min(when.minute):02}"


# Jobs of less than a minute's period.
OFTEN = {
    one.name
    for one in scheduled()
    if isinstance(one.schedule, timedelta) and one.schedule < WRITTEN_EVERY
}
