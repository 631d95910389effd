"""What a session remembers: in which capacity, what for, why it was closed or ended, and
which AccountSession stands behind it."""

CAPACITY_KEY = "capacity"
PURPOSE_KEY = "purpose"
CLOSED_KEY = "closed"
ENDED_KEY = "ended"
VISIT_KEY = "visit"
