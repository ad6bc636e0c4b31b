"""Addresses at which readers meet stories."""

from django.urls import path

from community.views import feeds, figures, old_stories, reading, telling

app_name = "stories"
urlpatterns = [
    path("stories/<slug:code>/", reading.story, name="story"),
    path("conditions/<slug:slug>/stories/", reading.of_condition, name="of_condition"),
    path("conditions/<slug:slug>/stories.atom", feeds.feed, name="feed"),
    path("conditions/<slug:slug>/<slug:question>/stories.atom", feeds.feed, name="feed_of_question"),
    path("conditions/<slug:slug>/<slug:question>/stories/", reading.of_question, name="of_question"),
    path("moderation-rules/figures/", figures.figures_of_years, name="figures"),
    path("old-stories/", old_stories.stories, name="old"),
    path("old-stories/close/", old_stories.close, name="old_close"),
    path("old-stories/link/<str:secret>/", old_stories.link, name="old_link"),
    path("old-stories/<int:pk>/take-over/", old_stories.take_over, name="old_take_over"),
    path("old-stories/<int:pk>/erase/", old_stories.erase, name="old_erase"),
    path("communities/<slug:slug>/", reading.countries, name="countries"),
    path("stories/<slug:code>/helped/", telling.helped, name="helped"),
    path("report/story/<slug:code>/", telling.report, name="report"),
    path("report/story/receipt/<slug:number>/", telling.report_sent, name="report_sent"),
]
