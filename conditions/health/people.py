"""Whether there are people enough, and what cannot happen without them (E23)."""

import datetime
from collections.abc import Iterator

from django.db.models import Case, Min, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.editorial.acceptance import needs
from conditions.health.finding import Finding
from conditions.models import Grant, Proposal, User
from conditions.models.people import Role
from conditions.permissions import holders

BLOCKED = {
    Role.AUTHOR: gettext_lazy("Nobody can write answers: no author."),
    Role.EDITOR: gettext_lazy("Nobody can check credentials, publish or confirm a withdrawal: no editor."),
    Role.REVIEWER: gettext_lazy("Nobody can review an answer medically: no medical reviewer."),
    Role.MODERATOR: gettext_lazy("Nobody can decide on a story: no moderator."),
    Role.SAFEGUARDING: gettext_lazy(
        "Nobody is told when somebody is in danger, so no story form opens: no safeguarding lead."
    ),
    Role.ADMINISTRATOR: gettext_lazy("Nobody can give roles: no administrator."),
}

ALONE = {
    "publish": gettext_lazy("Nobody else can publish what %(name)s writes."),
    "take_away": gettext_lazy("Nobody else can confirm what %(name)s withdraws or seals."),
}


def roles_filled(at: datetime.datetime) -> Iterator[Finding]:
    held = set(Grant.objects.in_force(timezone.localdate(at)).values_list("role", flat=True))
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        held.add(Role.ADMINISTRATOR)
    for role, sentence in BLOCKED.items():  # without a lay reader nothing stands still
        if role not in held:
            remedy = _("Give somebody the role, for the whole site or for some conditions.")
            if role == Role.ADMINISTRATOR:
                yield Finding(str(sentence), _("Run: manage.py createsuperuser"))
            else:
                yield Finding(str(sentence), remedy, reverse("desk:people"))


def two_pairs_of_eyes(at: datetime.datetime) -> Iterator[Finding]:
    """Two people are enough, one is not: nobody brings a text to readers alone (E7)."""
    desk = Q(role__in=[Role.AUTHOR, Role.EDITOR, Role.REVIEWER])
    people = Grant.objects.in_force(timezone.localdate(at)).filter(desk).values("user").distinct().count()
    if people == 1:
        yield Finding(
            _("Only one person writes, reviews and publishes. Nobody can approve what they write."),
            _("Give a second person the role of editor or medical reviewer."),
            reverse("desk:people"),
        )


def somebody_else_can(at: datetime.datetime) -> Iterator[Finding]:
    """What takes a second person, and only one holds the role for it."""
    on = timezone.localdate(at)
    for action, sentence in ALONE.items():
        match list(holders(action, on=on).order_by("pk")[:2]):
            case [only]:
                problem = sentence % {"name": only}
                yield Finding(problem, _("Give a second person the role of editor."), reverse("desk:people"))


def proposals_can_be_accepted(at: datetime.datetime) -> Iterator[Finding]:
    """Nobody accepts what they proposed, so each needs somebody else whose role reaches it (E7)."""
    alike = ("kind", "proposed_by", "name__condition", "name__language", "place")
    place = Case(When(kind=Proposal.Kind.PLACE, then="about"), default=Value(""))
    first_of_each = (
        Proposal.objects.open()
        .order_by()
        .annotate(place=place)
        .values(*alike)
        .annotate(first=Min("pk"))
        .values("first")
    )
    for proposal in Proposal.objects.with_all_it_tells().filter(pk__in=first_of_each).order_by("pk"):
        action, condition, language = needs(proposal)
        others = holders(action, condition, on=timezone.localdate(at), language=language)
        if not others.exclude(proposals=proposal).exists():
            problem = _("Nobody can accept what was proposed: %(proposal)s.") % {"proposal": proposal}
            yield Finding(problem, _("Give a second person the role of editor there."), reverse("desk:people"))
            return
