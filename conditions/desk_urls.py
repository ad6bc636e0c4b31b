"""Addresses of the desk. Everything in this namespace stands behind the door of `accounts.door`."""

from django.urls import path

from conditions.views.desk import answers, finish, reports, review, reviews, signoffs, start

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("reports/", reports.listed, name="reports"),
    path("reports/<slug:number>/", reports.handle, name="report"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/accept/", reviews.accept, name="accept"),
    path("reviews/<int:pk>/decline/", reviews.decline, name="decline"),
    path("reviews/<int:pk>/comment/<slug:place>/", review.comment, name="comment"),
    path("reviews/<int:pk>/finish/", finish.finish, name="finish"),
    path("reviews/<int:pk>/signed/", finish.signed, name="signed"),
    path("sign-offs/", signoffs.signoffs, name="signoffs"),
]
