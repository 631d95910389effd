"""Reading free text for facts that must not be kept. Knows no framework, stores nothing.

What is looked for, and why it may not be kept: ``kinds``. Every rule stands at a word and
says what must be around it: ``english``, ``english_status``, ``spanish``.
"""

from bookings.reading.kinds import Found, Kind
from bookings.reading.reader import read

__all__ = ["Found", "Kind", "read"]
