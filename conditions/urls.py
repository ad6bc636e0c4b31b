"""Addresses of the reading pages and the desk."""

from django.urls import path

from conditions.views import reading

app_name = "conditions"
urlpatterns = [
    path("", reading.home, name="home"),
    path("conditions/<slug:slug>/", reading.condition, name="condition"),
]
