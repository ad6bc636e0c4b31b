"""Addresses of the desk. Everything in this namespace stands behind the door of `accounts.door`."""

from django.urls import path

from conditions.views.desk import answers, reports, start

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("reports/", reports.listed, name="reports"),
    path("reports/<slug:number>/", reports.handle, name="report"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
]
