"""Mail that Havari writes by itself."""

from django.core.mail import EmailMessage


def letter(subject: str, body: str, to: str) -> EmailMessage:
    """A message to one person that no machine answers."""
    return EmailMessage(
        # A header is one line, whatever a record that was taken over may hold.
        " ".join(subject.split()),
        body,
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )
