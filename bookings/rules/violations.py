"""What a record's state does not permit."""


class RuleViolation(Exception):
    """The state of a record does not permit an act; the sentence is for its user."""
