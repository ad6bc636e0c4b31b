"""Joins the apps: the admin that asks for a second factor, and the commands that need both."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _


class DiseaseMapsConfig(AppConfig):
    name = "diseasemaps"
    verbose_name = _("DiseaseMaps")


class AdminConfig(DjangoAdminConfig):
    default_site = "diseasemaps.site.Site"
