"""Mail servers in trouble."""

from smtplib import SMTPDataError

from django.core.mail.backends.locmem import EmailBackend


class RefusingBackend(EmailBackend):
    """A mail server that takes no message for one address."""

    def send_messages(self, messages):
        if any(message.to == ["approver@example.org"] for message in messages):
            raise SMTPDataError(552, b"mailbox full")
        return super().send_messages(messages)


class AbsentBackend(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError
