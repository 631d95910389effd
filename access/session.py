"""What a session remembers: in which capacity, what for, and why it was closed."""

CAPACITY_KEY = "capacity"
PURPOSE_KEY = "purpose"
CLOSED_KEY = "closed"
