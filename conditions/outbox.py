"""Mail is queued in the transaction of the move that causes it, and handed over at most once (O2)."""

import datetime
import secrets
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction

from conditions.models import Mail


def queue(
    recipient: str,
    subject: str,
    text: str,
    *,
    purpose: str,
    at: datetime.datetime,
    html: str = "",
    language: str = "en",
    due_at: datetime.datetime | None = None,
) -> Mail:
    """Writes the mail down, with the Message-ID that it keeps for ever; the worker hands it over.

    `purpose` is a fixed word for the kind of mail, like “confirm-address”. The subject says neither
    condition nor question nor story (M22): only what kind of news it is, and from which site.
    Raises: TransactionManagementError outside a transaction, for a mail stands or falls with its cause;
    ValidationError for what is not one address, or breaks out of its header line.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A mail is queued in the transaction of what causes it.")
    mail = Mail(
        message_id=_new_message_id(),
        purpose=purpose,
        recipient=recipient,
        language=language,
        subject=subject,
        text=text,
        html=html,
        queued_at=at,
        due_at=due_at or at,
    )
    mail.clean_fields()
    mail.validate_constraints()
    mail.save(force_insert=True)
    return mail


def _new_message_id() -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain.encode('idna').decode('ascii')}>"
