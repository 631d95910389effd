"""What is due about a paper of the immigration authorities. None of it is about custody."""

from datetime import timedelta

# Our own number, until the county has set one: the audit of 2019 found that in 48 % of
# the cases the person was not told, and names no deadline.
SERVED_WITHIN = timedelta(hours=24)
