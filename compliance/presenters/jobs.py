"""The jobs page, in words."""

from compliance.enums import JobOutcome
from compliance.selectors.jobs import JobsNow

_TONES = {
    JobOutcome.DONE: "good",
    JobOutcome.RUNNING: "info",
    JobOutcome.EXPECTED: "quiet",
    JobOutcome.FAILED: "bad",
}


def jobs_page(found: JobsNow) -> dict:
    return {
        "jobs": [
            {
                "title": state.title,
                "how_often": state.how_often,
                "started_at": state.last
                and state.last.outcome != JobOutcome.EXPECTED
                and state.last.started_at,
                "outcome": JobOutcome(state.last.outcome).label if state.last else "",
                "outcome_tone": state.last and _TONES[JobOutcome(state.last.outcome)],
                "result": _result(state.last),
                "due_at": state.due_at,
                "is_red": state.is_red,
                "why": state.why,
            }
            for state in found.states
        ],
        "is_dead": found.is_dead,
        "last_sign_of_life": found.last_sign_of_life,
        "mail_waits": found.mail_waits,
        "nobody_to_tell": found.nobody_to_tell,
        "red": found.red,
    }


def _result(run) -> str:
    """What a run counted, or the kind of its error."""
    if run is None:
        return ""
    if run.error:
        return run.error
    return ", ".join(
        f"{word.replace('_', ' ')}: {_value(value)}"
        for word, value in run.detail.items()
    )


def _value(value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)
