"""Addresses of the reading pages and the desk."""

from django.urls import path

from conditions.views import (
    a_to_z,
    about,
    answers,
    condition,
    glossary,
    home,
    machines,
    record,
    reports,
    reviewers,
    search,
)

app_name = "conditions"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/<slug:door>/", home.door, name="door"),
    path("conditions/", a_to_z.a_to_z, name="a_to_z"),
    path("conditions/<slug:slug>/", condition.condition, name="condition"),
    path("conditions/<slug:slug>/changes.atom", machines.feed_of, name="feed_of"),
    path("conditions/<slug:slug>/<slug:question>/", answers.answer, name="answer"),
    path("conditions/<slug:slug>/<slug:question>/changes.atom", machines.feed_of, name="feed_of_question"),
    path("conditions/<slug:slug>/<slug:question>/history/", record.history, name="answer_history"),
    path("conditions/<slug:slug>/<slug:question>/print/", answers.answer_print, name="answer_print"),
    path("conditions/<slug:slug>/<path:rest>/", condition.below_condition, name="below_condition"),
    path("v/<slug:code>/", record.version, name="version"),
    path("v/<slug:code>/changes/", record.version_changes, name="version_changes"),
    path("corrections/", record.corrections, name="corrections"),
    path("changes.atom", machines.feed, name="feed"),
    path("search/", search.search, name="search"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("reviewers/", reviewers.reviewers, name="reviewers"),
    path("reviewers/<slug:slug>/", reviewers.reviewer, name="reviewer"),
    path("report/", reports.report, name="report"),
    path("report/<slug:number>/", reports.report_sent, name="report_sent"),
    path("clear/<slug:code>/", reports.clear, name="clear"),
    path("how-we-review/", about.how_we_review, name="how_we_review"),
    path("moderation-rules/", about.moderation_rules, name="moderation_rules"),
    path("privacy/", about.privacy, name="privacy"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("contact/", about.contact, name="contact"),
]
