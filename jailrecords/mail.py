"""Mail where no mail server is set: it is refused, so that nobody takes it for sent."""

from django.core.mail.backends.base import BaseEmailBackend


class NoMailServer(Exception):
    """EMAIL_URL is not set."""


class NoMail(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise NoMailServer
