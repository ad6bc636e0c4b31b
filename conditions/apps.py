"""Starts the app: the database's own guards, and whatever other apps register as a public surface."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from conditions import guards


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = _("Conditions")

    def ready(self) -> None:
        autodiscover_modules("evidence", "guards", "health", "surfaces", "tasks", "waiting")
        pre_migrate.connect(guards.before_migration, sender=self)
        post_migrate.connect(guards.after_migration, sender=self)
