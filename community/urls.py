"""Addresses of a member's own pages."""

from django.urls import path

from community.views import me

app_name = "community"
urlpatterns = [path("", me.me, name="me")]
