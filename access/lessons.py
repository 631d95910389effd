"""The training in words for one reader: what to read, what is asked, what was wrong."""

from access import training
from access.enums import Effect
from access.presenters import rule_words
from access.selectors.training import Lesson
from access.training import Progress, Question
from access.viewer import Viewer


def resumed(kept: dict | None, lesson: Lesson, viewer: Viewer) -> Progress:
    """Where somebody left off; from the beginning with another law, or other questions
    because they now work as something else.
    """
    if kept and kept["law_id"] == lesson.law_id:
        progress = Progress.of_words(kept)
        known = {question.id for question in _questions(lesson, progress, viewer)}
        if known.issuperset(progress.waiting):
            return progress
    return Progress(lesson.law_id, began_at=viewer.at, purpose=viewer.purpose)


def begun(lesson: Lesson, progress: Progress, viewer: Viewer) -> Progress:
    return training.asking(progress, _questions(lesson, progress, viewer))


def answer(
    lesson: Lesson, progress: Progress, viewer: Viewer, said: bool
) -> tuple[Progress, dict | None]:
    """The progress after an answer, and what to tell of a wrong one."""
    question = _current(lesson, progress, viewer)
    further = training.answered(progress, question, said)
    return further, None if said is question.answer else _told(question, further)


def _told(question: Question, progress: Progress) -> dict:
    return {
        "text": question.text,
        "answer": "Yes" if question.answer else "No",
        "because": question.because,
        "rule": question.rule and rule_words(question.rule),
        "left": len(progress.waiting),
    }


def question_page(lesson: Lesson, progress: Progress, viewer: Viewer, form) -> dict:
    question = _current(lesson, progress, viewer)
    left = len(progress.waiting)
    return {
        "form": form,
        "text": question.text,
        "law": lesson.law,
        "left": left,
        "asked": progress.asked,
        "is_again": question.id in progress.missed,
    }


def reading_page(lesson: Lesson, viewer: Viewer) -> dict:
    found = training.reading(lesson.law, viewer.facts)
    return {
        "lesson": lesson,
        "is_overdue": lesson.due_at is not None and lesson.due_at <= viewer.at,
        "is_held_up": not viewer.is_open,
        "unit": f"{viewer.unit_name}, {viewer.agency_name}",
        "parts": [
            {"title": title, "rules": [rule_words(rule) for rule in found[effect]]}
            for effect, title in _PARTS.items()
        ],
        "duties": lesson.law.duties,
        "questions": training.QUESTIONS,
    }


_PARTS = {
    Effect.ALLOW: "What you may be shown",
    Effect.ALLOW_ON_BASIS: "What you may be shown on a paper or an approved request",
    Effect.NEVER: "What is never shown to you",
    Effect.REGISTER: "What is open to everybody",
}


def _current(lesson: Lesson, progress: Progress, viewer: Viewer) -> Question:
    found = {q.id: q for q in _questions(lesson, progress, viewer)}
    return found[progress.waiting[0]]


def _questions(
    lesson: Lesson, progress: Progress, viewer: Viewer
) -> tuple[Question, ...]:
    """Another person, another law and another time are asked other questions."""
    seed = f"{viewer.account_id}:{lesson.law.sha256}:{progress.began_at.isoformat()}"
    return training.questions(lesson.law, viewer.facts, progress.purpose, seed=seed)
