"""Django's own mail backend, which also tells what a failure proves.

Only a server's own refusal, or a failure before the text was on its way, proves that the server took
nothing. Silence after that proves nothing either way, and a mail must not be sent twice (O2).
"""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp


class NothingTaken(Exception):  # noqa: N818 (it says what is known, not that something went wrong)
    """The server has taken nothing, so the mail may be tried again. Its cause is the failure itself."""


class Conversation(smtplib.SMTP):
    """Remembers whether the text was offered."""

    text_began = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.text_began = True
        return super().data(msg)


class SecureConversation(Conversation, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return SecureConversation if self.use_ssl else Conversation

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hands over one message on a connection that `open` has opened.

        Raises: NothingTaken where that is certain; whatever went wrong where it is not.
        """
        try:
            return super().send_messages(email_messages)
        except Exception as error:
            if isinstance(self.connection, Conversation) and (not self.connection.text_began or _refuses(error)):
                raise NothingTaken from error
            raise


def _refuses(error: Exception) -> bool:
    """Whether the server itself said no to the text. A garbled answer (-1) is no answer."""
    return isinstance(error, smtplib.SMTPDataError) and 400 <= error.smtp_code <= 599
