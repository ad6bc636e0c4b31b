"""Addresses of the desk. Everything in this namespace stands behind the door of `accounts.door`."""

from django.urls import path

from conditions.views import desk

app_name = "desk"
urlpatterns = [path("", desk.start, name="start")]
