"""The mails of an account: queued with the action that caused them, silent about what the reader came for (M22)."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override

from conditions import outbox
from conditions.addresses import public
from conditions.models import User

CONFIRMS = "email-confirmation"  # asks whoever reads it whether the address is theirs


def send(template_prefix: str, recipient: str, context: dict[str, Any]) -> None:
    """Queues one mail in the caller's transaction: text, and the same text as simple HTML.

    It is written in the language of whom it is for where we know it, else in that of the page.
    """
    user = context.get("user")
    language = user.language if isinstance(user, User) else get_language() or settings.LANGUAGE_CODE
    links = {name: public(value) for name, value in context.items() if name.endswith("_url")}
    context = {"site": settings.DISEASEMAPS, "user": user, **context, **links}
    with override(language):
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        html = render_to_string(
            "components/mail.html",
            {"site": settings.DISEASEMAPS, "subject": subject, "text": text, "language": language},
        )
    with transaction.atomic():  # a link asked for by signing in has no other cause than the mail itself
        outbox.queue(
            recipient,
            subject,
            text,
            purpose=template_prefix.rpartition("/")[2].replace("_", "-"),
            at=timezone.now(),
            html=html,
            language=language,
        )
