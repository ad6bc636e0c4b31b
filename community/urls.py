"""Addresses of a member's own pages."""

from django.urls import path

from community.views import me

app_name = "community"
urlpatterns = [
    path("", me.me, name="me"),
    path("name/", me.name, name="name"),
    path("language/", me.language, name="language"),
    path("devices/", me.devices_list, name="devices"),
    path("devices/sign-out/", me.devices_sign_out, name="devices_sign_out"),
    path("devices/<int:pk>/sign-out/", me.device_sign_out, name="device_sign_out"),
]
