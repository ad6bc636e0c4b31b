"""Addresses of a member's own pages."""

from django.urls import path

from community.views import choices, communities, data, followings, me, sending, stories, story, turns, writing

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
    path("stories/at/<int:pk>/", story.found, name="story_found"),
    path("stories/<slug:code>/", story.story, name="story"),
    path("stories/<slug:code>/edit/", story.edit, name="story_edit"),
    path("stories/<slug:code>/take-down/", story.take_down, name="story_take_down"),
    path("stories/<slug:code>/delete/", story.erase, name="story_erase"),
    path("stories/<slug:code>/answer/", turns.answer, name="story_answer"),
    path("stories/<slug:code>/change/", turns.change, name="story_change"),
    path("stories/<slug:code>/contest/<int:pk>/", turns.contest, name="story_contest"),
    path("stories/<slug:code>/renew/", turns.renew, name="story_renew"),
    path("choices/", choices.choices, name="choices"),
    path("choices/<slug:code>/<slug:purpose>/", choices.choose, name="choose"),
    path("communities/", communities.communities, name="communities"),
    path("communities/<slug:slug>/", communities.community, name="community"),
    path("communities/<slug:slug>/leave/", communities.leave, name="community_leave"),
    path("following/", followings.followings, name="followings"),
    path("following/stop/mail/<str:signed>/", followings.mail, name="following_mail"),
    path("following/stop/<int:pk>/", followings.stop, name="following_stop"),
    path("following/<slug:slug>/", followings.follow, name="follow"),
    path("following/<slug:slug>/<slug:question>/", followings.follow, name="follow_question"),
    path("data/", data.data, name="data"),
    path("data/download/", data.download, name="data_download"),
    path("close/", choices.close, name="close_account"),
    path("stories/<slug:code>/sent/", sending.sent, name="story_sent"),
]
