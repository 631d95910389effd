"""Requests, grants and instruments, in words for one reader."""

from warrants.presenters.requests import (
    cut,
    grant_row,
    named,
    named_words,
    papers_to_choose,
    queue_row,
    request_page,
    request_row,
)
from warrants.presenters.weighing import weighing

__all__ = [
    "cut",
    "grant_row",
    "named",
    "named_words",
    "papers_to_choose",
    "queue_row",
    "request_page",
    "request_row",
    "weighing",
]
