"""Addresses of the desk. Everything in this namespace stands behind the door of `accounts.door`."""

from django.urls import path

from conditions.views.desk import start

app_name = "desk"
urlpatterns = [path("", start.start, name="start")]
