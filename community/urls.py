"""Addresses of a member's own pages."""

from django.urls import path

from community.views import me, sending, stories, writing

app_name = "community"
urlpatterns = [
    path("", me.me, name="me"),
    path("name/", me.name, name="name"),
    path("language/", me.language, name="language"),
    path("devices/", me.devices_list, name="devices"),
    path("devices/sign-out/", me.devices_sign_out, name="devices_sign_out"),
    path("devices/<int:pk>/sign-out/", me.device_sign_out, name="device_sign_out"),
    path("stories/", stories.stories, name="stories"),
    path("stories/new/", writing.start, name="story_new"),
    path("stories/draft/<int:pk>/", stories.draft, name="draft"),
    path("stories/draft/<int:pk>/check/", sending.check, name="story_check"),
    path("stories/draft/<int:pk>/delete/", sending.discard, name="story_discard"),
    path("stories/draft/<int:pk>/<slug:slug>/", writing.step, name="story_step"),
    path("stories/<slug:code>/sent/", sending.sent, name="story_sent"),
]
