"""Requests, grants and instruments, in words for one reader."""

from warrants.presenters.requests import (
    grant_row,
    named,
    named_words,
    papers_to_find,
    queue_row,
    request_page,
    request_row,
)

__all__ = [
    "grant_row",
    "named",
    "named_words",
    "papers_to_find",
    "queue_row",
    "request_page",
    "request_row",
]
