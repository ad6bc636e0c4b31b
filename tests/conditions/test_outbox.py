"""Mail stands or falls with its cause, and breaks out of no header."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from conditions import outbox
from conditions.models import Mail

AT = datetime.datetime(2026, 4, 7, 9, 0, tzinfo=datetime.UTC)

# Every character at which some program ends a line.
LINE_ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029"]


def queue(**fields):
    given = {"recipient": "reader@example.org", "subject": "News for you", "text": "Please look.", "purpose": "news"}
    return outbox.queue(**given | {"at": AT} | fields)


@pytest.mark.django_db
def test_mail_waits_with_its_own_message_id(settings):
    settings.DEFAULT_FROM_EMAIL = "The editors <no-reply@example.org>"
    one, two = queue(), queue()
    assert one.message_id.startswith("<")
    assert one.message_id.endswith("@example.org>")
    assert one.message_id != two.message_id
    assert list(Mail.objects.due(AT)) == [one, two]


@pytest.mark.django_db(transaction=True)
def test_mail_is_refused_outside_the_transaction_of_its_cause():
    with pytest.raises(TransactionManagementError):
        queue()
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_mail_waits_until_it_is_due():
    later = queue(due_at=AT + datetime.timedelta(hours=1))
    assert not Mail.objects.due(AT).exists()
    assert list(Mail.objects.due(AT + datetime.timedelta(hours=1))) == [later]


@pytest.mark.django_db
@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("header", ["subject", "recipient", "purpose"])
def test_line_end_in_a_header_is_refused(header, end):
    value = {"subject": "News", "recipient": "reader@example.org", "purpose": "news"}[header]
    for bad in (f"{value}{end}", f"{value}{end}Bcc: everyone@example.org"):
        with pytest.raises(ValidationError):
            queue(**{header: bad})


@pytest.mark.django_db
@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("header", ["subject", "recipient"])
def test_database_refuses_a_line_end_in_a_header(header, end):
    mail = queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mail.objects.filter(pk=mail.pk).update(**{header: f"a@example.org{end}"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@example.org, b@example.org", "A <a@example.org>", '"\x01"@example.org']
)
def test_what_is_not_one_address_is_refused(recipient):
    with pytest.raises(ValidationError):
        queue(recipient=recipient)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["", "Gilbert syndrome", "News", "news:42"])
def test_purpose_that_is_not_a_plain_word_is_refused(purpose):
    with pytest.raises(ValidationError):
        queue(purpose=purpose)
