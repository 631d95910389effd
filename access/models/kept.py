"""What every table of this app shares: vocabularies as choices, and kept history."""

from simple_history.models import HistoricalRecords


def choices(vocabulary):
    return {member.value: member.value for member in vocabulary}


def kept_history(**options):
    """History written by triggers; no constraint ties it to live accounts."""
    return HistoricalRecords(user_db_constraint=False, **options)
