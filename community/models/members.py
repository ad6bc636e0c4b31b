"""Members: people with an account and a name to be shown, which nobody should trace back to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.relations import Relation
from conditions.models import Condition


class Member(models.Model):
    """Somebody who joined. Holds no birth date, and no age but the one they said they had reached (C14, C15).

    Who was erased, or left their stories without their name, keeps a nameless row, for what rests on it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member", verbose_name=_("user")
    )
    display_name = models.CharField(_("name shown"), max_length=40, blank=True)
    folded_name = models.CharField(
        _("name as compared"),
        max_length=160,
        unique=True,
        editable=False,
        error_messages={"unique": _("Somebody uses this name already, or one that looks like it. Choose another one.")},
    )
    age_reached = models.PositiveSmallIntegerField(
        _("age they said they had reached"), help_text=_("The minimum age on the day they joined.")
    )
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("closed their account"), null=True, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering: ClassVar = ["-joined_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(age_reached__gte=13),
                name="member_old_enough",
                violation_error_message=_("Nobody below the minimum age can join."),
            ),
            models.CheckConstraint(
                condition=~Q(display_name="") & ~Q(folded_name="") | Q(left_on__isnull=False, display_name=""),
                name="member_has_a_name",
                violation_error_message=_("Choose a name with at least one letter."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or f"#{self.pk}"


class Membership(models.Model):
    """That somebody belongs to the community of a condition, in which role and, if they wish, in which country.

    Readers learn no more of it than a band of how many there are (R26, C18).
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("member"))
    condition = models.ForeignKey(
        Condition, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("condition")
    )
    relation = models.CharField(_("role"), max_length=10, choices=Relation.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    joined_on = models.DateField(_("joined"))
    placed_on = models.DateField(_("says that country since"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering: ClassVar = ["condition", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "member",
                "condition",
                name="membership_once",
                violation_error_message=_("You belong to this community already."),
            ),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="membership_relation_known"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.condition}"


class Death(models.Model):
    """That a member has died, and why we believe it. What they wished for stands in their consents."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="death", verbose_name=_("member"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"))
    basis = models.CharField(
        _("who told us, and why we believe it"),
        max_length=300,
        help_text=_("Like “their daughter, who wrote from the address of the member”. Leave out what is not needed."),
    )

    class Meta:
        verbose_name = _("death of a member")
        verbose_name_plural = _("deaths of members")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="death_has_a_basis",
                violation_error_message=_("Say who told us, and why we believe it."),
            )
        ]

    def __str__(self) -> str:
        return str(self.member)
