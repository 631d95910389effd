"""What runs by itself, and when, in the jail's own time."""

from datetime import timedelta

from celery.schedules import crontab

# Each line's key is its title on the jobs page. Half past two in the morning is an hour
# that some days lack: nothing is set there.
TIMETABLE = {
    "scan accounts": {
        "task": "compliance.tasks.scan_accounts",
        "schedule": crontab(hour=3, minute=10),
    },
    "scan accounts after a change": {
        "task": "compliance.tasks.scan_accounts_if_changed",
        "schedule": crontab(),
        "options": {"expires": 60},  # the next one is due by then
    },
    "scan evidence": {
        "task": "compliance.tasks.scan_evidence",
        "schedule": crontab(minute=25),
    },
    "look for what is overdue at the desk": {
        "task": "compliance.tasks.scan_desk",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "close grants that reached their end": {
        "task": "compliance.tasks.close_grants",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "seal the history": {
        "task": "compliance.tasks.seal_history",
        "schedule": timedelta(seconds=5),
        "options": {"expires": 5},
    },
    "check that the record can be written": {
        "task": "compliance.tasks.check_record",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "hold what was written against its history": {
        "task": "compliance.tasks.compare_history",
        "schedule": crontab(hour=3, minute=40),
    },
    "watch the jobs": {
        "task": "compliance.tasks.watch_jobs",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "push notices": {
        "task": "compliance.tasks.push_notices",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "remind people": {
        "task": "compliance.tasks.remind",
        "schedule": crontab(hour=7, minute=30),
    },
    "make the weekly reviews": {
        "task": "compliance.tasks.review_history",
        "schedule": crontab(hour=6, minute=0),
    },
    "ask for reviews of accounts": {
        "task": "compliance.tasks.certification_deadlines",
        "schedule": crontab(hour=6, minute=20),
    },
    "look after duties and new laws": {
        "task": "compliance.tasks.law_day",
        "schedule": crontab(minute=40),
    },
    "make the sheets for when it is down": {
        "task": "compliance.tasks.make_sheets",
        "schedule": crontab(minute=5),
        "options": {"expires": 3000},  # the next one is due by then
    },
    "tell authors of sworn words": {
        "task": "compliance.tasks.tell_authors",
        "schedule": crontab(minute=50),
    },
    "keep the months of the history": {
        "task": "compliance.tasks.keep_months",
        "schedule": crontab(hour=4, minute=20),
    },
    "purge consular cases": {
        "task": "compliance.tasks.purge_consular",
        "schedule": crontab(hour=4, minute=30),
    },
    "dispose of what was agreed upon": {
        "task": "compliance.tasks.dispose",
        "schedule": crontab(minute=50),
    },
    "erase typed text": {
        "task": "compliance.tasks.erase_typed_text",
        "schedule": crontab(hour=4, minute=40),
    },
}
