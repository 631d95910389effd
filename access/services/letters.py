"""The letters that the product sends. Nothing in them is about anybody."""

from django.core.mail import EmailMessage

INVITATION = """\
You are invited to have an account at the county jail's records.

Open this address, once, on the device you work with, and follow the page:

{address}

The invitation ends on {ends_at:%B %-d, %Y}. If you did not expect it, do nothing: without
you no account comes of it. Nobody will ever ask you for this address.
"""


class NotSent(Exception):
    """The post did not take a letter."""


def send_invitation(to: str, *, address: str, ends_at) -> None:
    """Send the letter of an invitation. Raises NotSent; nobody is named in it."""
    letter = EmailMessage(
        subject="Your invitation",
        body=INVITATION.format(address=address, ends_at=ends_at),
        to=[to],
    )
    try:
        letter.send()
    except OSError as error:
        raise NotSent from error
