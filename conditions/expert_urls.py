"""Addresses of what an outside expert gets by a link. No account, no role and no cookie of a member opens them."""

from django.urls import path

from conditions.views import experts

app_name = "expert"
urlpatterns = [
    path("link/<str:secret>/", experts.link, name="link"),
    path("<int:pk>/", experts.asked, name="asked"),
    path("<int:pk>/close/", experts.close, name="close"),
    path("<int:pk>/texts/", experts.texts, name="texts"),
    path("<int:pk>/texts/<int:text>/comment/<slug:place>/", experts.comment, name="comment"),
    path("<int:pk>/finish/", experts.finish, name="finish"),
    path("<int:pk>/decline/", experts.decline, name="decline"),
    path("<int:pk>/signed/", experts.signed, name="signed"),
]
