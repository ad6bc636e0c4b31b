"""Users, what each may do and until when, and where each is signed in."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NOWHERE = "closed.invalid"  # where whoever closed their account is written to: no such domain can exist (RFC 2606)


def spoken(name: str) -> str:
    """A name that was written down for good, as readers may see it: never the address that stood in its place once."""
    return name if _is_name(name) else gettext("somebody without a name")


def _is_name(said: str) -> bool:
    return bool(said) and "@" not in said


class UserQuerySet(models.QuerySet["User"]):
    def administrators(self, on: datetime.date) -> "UserQuerySet":
        """Those who can grant roles on the day: without one, nobody can ever be let in again."""
        granted = Grant.objects.in_force(on).filter(role=Role.ADMINISTRATOR)
        return self.filter(Q(is_superuser=True) | Q(pk__in=granted.values("user")), is_active=True)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def administrators(self, on: datetime.date) -> UserQuerySet:
        return self.get_queryset().administrators(on)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first administrator, who grants every other role."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in `Grant`; `is_staff` only opens the admin."""

    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody uses this e-mail address already. Choose another one.")},
    )
    name = models.CharField(
        _("name"),
        max_length=120,
        blank=True,
        help_text=_("As colleagues see it. Members choose another name to be shown with their stories."),
    )
    language = models.CharField(
        _("language"), max_length=10, default="en", help_text=_("In which the site writes to them.")
    )
    news_on = models.PositiveSmallIntegerField(
        _("news gathered on"),
        null=True,
        blank=True,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        help_text=_("On which day of the week they get what can wait, in one mail. Empty: each thing at once."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_superuser = models.BooleanField(_("administrator without a grant"), default=False)
    is_outside = models.BooleanField(
        _("outside expert"), default=False, editable=False, help_text=_("Has no account, and comes by a link.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    VERSIONED: ClassVar = ("name", "language", "is_active", "is_staff")  # who signs in moves nothing on a page

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message=_("Write the e-mail address in small letters."),
            ),
            models.CheckConstraint(
                condition=Q(is_outside=False) | Q(is_staff=False, is_superuser=False),
                name="user_outside_administers_nothing",
                violation_error_message=_("An outside expert has no account. Invite them to work here instead."),
            ),
        ]

    def __str__(self) -> str:
        """Never the address: what names somebody comes before readers, members and people outside."""
        if not self.name and self.email.endswith(f"@{NOWHERE}"):
            return gettext("somebody who closed their account")
        return spoken(self.name)

    @property
    def is_named(self) -> bool:
        """Whether they have a name to stand before readers. An address that was typed in its place is none."""
        return _is_name(self.name)

    @property
    def known_as(self) -> str:
        """As whoever gives roles tells them from others: by the address, where there is no name."""
        return str(self) if self.is_named or self.email.endswith(f"@{NOWHERE}") else self.email

    @property
    def as_reader(self) -> str:
        """A lay reader as colleagues are told of them."""
        return str(self) if self.name or self.email.endswith(f"@{NOWHERE}") else gettext("a reader without a name")

    @property
    def as_colleague(self) -> str:
        """Somebody who works here as others here are told of them: by no address either."""
        return str(self) if str(self) != self.email else gettext("somebody without a name")

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Django's own permissions are not used: each admin asks `permissions.may`."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class Role(models.TextChoices):
    """What somebody may do. Those who write, publish and review stand before readers by name (`BY_NAME`)."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Medical reviewer")
    LAY_READER = "lay-reader", _("Lay reader")
    MODERATOR = "moderator", _("Moderator")
    SAFEGUARDING = "safeguarding", _("Safeguarding lead")
    ADMINISTRATOR = "administrator", _("Administrator")


BY_NAME = frozenset({Role.AUTHOR, Role.EDITOR, Role.REVIEWER})


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, on: datetime.date) -> "GrantQuerySet":
        """Grants that count on the day: both the first and the last day do."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True)


class Grant(models.Model):
    """A role given to a person, for the whole site or for a condition, a language or both."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    condition = models.ForeignKey(
        "conditions.Condition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("condition"),
        help_text=_("Empty: for all conditions."),
    )
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("Empty: for all languages."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is ended."))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants_given", verbose_name=_("granted by")
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_it_starts",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("granted_by")),
                name="grant_from_another_person",
                violation_error_message=_("Nobody grants a role to themselves. Ask another administrator."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="grant_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.SAFEGUARDING, Role.ADMINISTRATOR]) | Q(condition__isnull=True, language=""),
                name="grant_site_wide_roles",
                violation_error_message=_("This role is for the whole site. Leave condition and language empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"

    @property
    def spoken(self) -> str:
        """The name of its language; nothing where it counts for all."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class Device(models.Model):
    """A browser in which somebody is signed in: its name and the last day, never an address (S7)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=40, blank=True, help_text="Empty: the browser does not say.")
    system = models.CharField(max_length=40, blank=True, help_text="Empty: the browser does not say.")
    last_seen_on = models.DateField()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering: ClassVar = ["-last_seen_on", "-pk"]

    def __str__(self) -> str:
        if self.browser and self.system:
            return gettext("{browser} on {system}").format(browser=self.browser, system=self.system)
        return self.browser or self.system or gettext("Unknown device")
