"""Addresses of moderators. The porch puts them into the desk, so that they stand behind its door."""

from django.urls import path

from community.forms.moderation import (
    Ask,
    DecideAppeal,
    Decline,
    Keep,
    ProposeChange,
    Publish,
    RaiseRisk,
    Remove,
)
from community.views.desk import cases, claims, members, queue, reports, safety, safety_log

app_name = "stories"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("reports/<slug:number>/", reports.handle, name="report"),
    path("sanctions/", members.sanctions, name="sanctions"),
    path("sanctions/<int:pk>/lift/", members.lift, name="lift_sanction"),
    path("safety/", safety.safety, name="safety"),
    path("safety/hold/", safety.hold, name="hold"),
    path("safety/<int:pk>/lift/", safety.lift, name="lift_hold"),
    path("safety/deputy/", safety_log.deputy, name="deputy"),
    path("safety/deputy/<int:pk>/back/", safety_log.be_back, name="be_back"),
    path("safety/death/", safety.death, name="death"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/author/", members.author, name="author"),
    path("<int:pk>/author/sanction/", members.sanction, name="sanction"),
    path("<int:pk>/safety/", safety_log.step, name="safety_step"),
    path("<int:pk>/take/", claims.take, name="take"),
    path("<int:pk>/let-go/", claims.let_go, name="let_go"),
    path("<int:pk>/take-over/", claims.take_over, name="take_over"),
    path("<int:pk>/text/", claims.open_text, name="open_text"),
    path("<int:pk>/reports/", reports.close_all, name="close_reports"),
    path("<int:pk>/not-me/", cases.step_back, name="not_me"),
    *(
        path(f"<int:pk>/{kind.name}/", cases.decide, {"kind": kind}, name=kind.name)
        for kind in (Publish, Keep, Ask, ProposeChange, Decline, Remove, RaiseRisk, DecideAppeal)
    ),
]
