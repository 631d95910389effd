"""Safety alerts and the screening at intake. Values are stored."""

from enum import StrEnum


class AlertKind(StrEnum):
    """What staff must do. Never why: the why is health staff's."""

    KEEP_SEPARATE = "keep_separate"
    WATCH = "watch"
    LOWER_BUNK = "lower_bunk"
    MEDICINE_DUE = "medicine_due"
    MOBILITY = "mobility"
    INTERPRETER = "interpreter"


ALERT_LABELS = {
    AlertKind.KEEP_SEPARATE: "Keep separate",
    AlertKind.WATCH: "Watch",
    AlertKind.LOWER_BUNK: "Lower bunk",
    AlertKind.MEDICINE_DUE: "Medicine due",
    AlertKind.MOBILITY: "Help to move",
    AlertKind.INTERPRETER: "Interpreter",
}
WATCH_LEVELS = {
    "constant": "Constant, one to one",
    "15": "Every 15 minutes",
    "30": "Every 30 minutes",
}


class AlertSource(StrEnum):
    """Where an instruction comes from, and nothing of a diagnosis."""

    SCREENING = "screening"
    HEALTH_STAFF = "health_staff"
    OBSERVED = "observed"
    ASKED = "asked"
    COURT = "court"


ALERT_SOURCES = {
    AlertSource.SCREENING: "from the questions at intake",
    AlertSource.HEALTH_STAFF: "from health staff",
    AlertSource.OBSERVED: "seen by staff",
    AlertSource.ASKED: "the person asked for it",
    AlertSource.COURT: "ordered by a court",
}
SCREENING_ANSWERS = {"yes": "Yes", "no": "No", "declined": "Would not say"}
SCREENING_QUESTIONS = {
    "injured": "Are you injured or in pain now?",
    "hospital": "Were you treated at a hospital in the last two weeks?",
    "medicine": "Do you take any medicine?",
    "condition": "Do you have a lasting illness, like diabetes, asthma or seizures?",
    "contagious": "Do you have a fever, a cough or a rash now?",
    "allergies": "Are you allergic to food or medicine?",
    "withdrawal": "Will you be sick if you stop drinking or using a drug?",
    "mental_care": "Have you had care for your mental health?",
    "self_harm": "Do you think of suicide, or of hurting yourself?",
    "pregnant": "Are you pregnant, or may you be?",
    "mobility": "Do you need help to move, see or hear?",
}
