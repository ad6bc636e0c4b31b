"""Joins the apps: the admin that asks for a second factor, and the commands that need both."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DiseaseMapsConfig(AppConfig):
    name = "diseasemaps"
    verbose_name = _("DiseaseMaps")

    def ready(self) -> None:
        # Django sends the signal for apps with models alone, and the porch has none.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("conditions"))


def make_cache_table(using: str, verbosity: int = 0, **_kwargs: Any) -> None:
    """The cache's table belongs to no model; whoever migrates gets it with the others, and it stays if it is there."""
    call_command("createcachetable", database=using, verbosity=verbosity)


class AdminConfig(DjangoAdminConfig):
    default_site = "diseasemaps.site.Site"

    def ready(self) -> None:
        """Rights stand in grants and addresses belong to their owners: pages that go round both are closed."""
        super().ready()
        for label in ("auth.Group", "account.EmailAddress", "mfa.Authenticator"):
            site.unregister(apps.get_model(label))
