"""Probable cause and personal recognizance. Values are stored."""

from enum import StrEnum


class CauseFinding(StrEnum):
    FOUND = "found"
    NOT_FOUND = "not_found"


CAUSE_FINDINGS = {
    CauseFinding.FOUND: "Probable cause found",
    CauseFinding.NOT_FOUND: "No probable cause",
}
INTERVIEW_ANSWERED = {
    "answered": "Answered",
    "declined": "Declined",
    "later": "Not able now",
}
MISSED_COURT = {
    "never": "Never",
    "once": "Once",
    "often": "More than once",
    "unknown": "Not known",
}
RECOMMENDATIONS = {
    "release": "Release on own recognizance",
    "conditions": "Release with conditions",
    "judge": "A judge should decide",
    "none": "No recommendation",
}
INTERVIEW_RESULTS = {
    "granted": "Granted",
    "denied": "Not granted",
    "to_judge": "Put to the judge",
}
