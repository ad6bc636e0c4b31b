"""Addresses at which readers meet stories."""

from django.urls import path

from community.views import reading

app_name = "stories"
urlpatterns = [
    path("stories/<slug:code>/", reading.story, name="story"),
    path("conditions/<slug:slug>/stories/", reading.of_condition, name="of_condition"),
    path("conditions/<slug:slug>/<slug:question>/stories/", reading.of_question, name="of_question"),
]
