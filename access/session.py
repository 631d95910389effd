"""What a session remembers: in which capacity, what for, why it was closed, and
which AccountSession stands behind it."""

CAPACITY_KEY = "capacity"
PURPOSE_KEY = "purpose"
CLOSED_KEY = "closed"
VISIT_KEY = "visit"
