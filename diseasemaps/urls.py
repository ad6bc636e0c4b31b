"""Joins the addresses of the apps. English has no prefix; other languages stand under their code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from conditions import desk_urls
from conditions.views import about, health, machines

DESK: list[URLPattern | URLResolver] = [
    *desk_urls.urlpatterns,
    path("stories/", include("community.desk_urls")),
]
urlpatterns = [
    path("favicon.ico", about.icon, name="icon"),
    path("robots.txt", about.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_part, name="sitemap_part"),
    path("health/", health.health, name="health"),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("account/", include("conditions.account_urls")),
        path("desk/", include((DESK, "desk"))),
        path("outside/", include("conditions.expert_urls")),
        path("me/", include("community.urls")),
        path("", include("community.story_urls")),
        path("", include("conditions.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "conditions.views.problems.unreadable"
handler500 = "conditions.views.problems.broken"
