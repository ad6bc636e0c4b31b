"""Addresses of the desk. Everything in this namespace stands behind the door of `accounts.door`."""

from django.urls import path

from conditions.forms import own as about_me
from conditions.forms.cautions import ConfirmCaution, LiftCaution, PutCaution, RenewCaution
from conditions.forms.coverage import Assign, NotApplying, SetDue
from conditions.forms.credentials import Revoke, Verify
from conditions.forms.experts import AskAgain, WithdrawLink
from conditions.forms.invitations import InviteAgain
from conditions.forms.invitations import Withdraw as WithdrawInvitation
from conditions.forms.publishing import Dismiss, Offer, Publish, Reconfirm, Unschedule
from conditions.forms.readings import AskReaders
from conditions.forms.seals import ConfirmSeal, RefuseSeal
from conditions.forms.taking_away import ConfirmWithdrawal, Restore, Withdraw
from conditions.views.desk import (
    again,
    answers,
    bundles,
    catalogue,
    cautions,
    coverage,
    credentials,
    decisions,
    experts,
    finish,
    invitations,
    listings,
    news,
    numbered,
    own,
    people,
    policies,
    preview,
    readings,
    reports,
    review,
    reviews,
    seals,
    searches,
    sending,
    sending_together,
    signoffs,
    sources,
    start,
    waiting,
    writing,
)

app_name = "desk"
ON_AN_ANSWER = (
    Publish,
    Unschedule,
    Offer,
    AskReaders,
    Dismiss,
    Reconfirm,
    PutCaution,
    Withdraw,
    ConfirmWithdrawal,
    Restore,
)
ON_A_REVIEWER = {
    "names": about_me.Change,
    "registration": about_me.AddCredential,
    "topics": about_me.Available,
    "away": about_me.Away,
}
ON_A_CAUTION = {"confirm": ConfirmCaution, "lift": LiftCaution, "renew": RenewCaution}

urlpatterns = [
    path("", start.start, name="start"),
    path("waiting/<slug:kind>/", waiting.waiting, name="waiting"),
    path("coverage/", coverage.matrix, name="coverage"),
    path("coverage/as-file.csv", coverage.as_file, name="coverage_file"),
    path("coverage/together/", coverage.together, name="coverage_together"),
    path("coverage/owner/", coverage.over_cells, {"kind": Assign}, name="assign"),
    path("coverage/due/", coverage.over_cells, {"kind": SetDue}, name="set_due"),
    path("coverage/not-applying/", coverage.over_cells, {"kind": NotApplying}, name="not_applying"),
    path("lists/<slug:name>/", listings.listing, name="listing"),
    path("lists/<slug:name>.csv", listings.as_file, name="listing_file"),
    path("searches/<int:pk>/", searches.settle, name="settle_search"),
    path("reports/", reports.listed, name="reports"),
    path("reports/answer/<int:pk>/", reports.of_answer, name="reports_of_answer"),
    path("reports/<slug:number>/", reports.handle, name="report"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/accept/", reviews.accept, name="accept"),
    path("reviews/<int:pk>/decline/", reviews.decline, name="decline"),
    path("reviews/<int:pk>/comment/<slug:place>/", review.comment, name="comment"),
    path("reviews/<int:pk>/finish/", finish.finish, name="finish"),
    path("reviews/<int:pk>/signed/", finish.signed, name="signed"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/for-paper/", numbered.bundle, name="bundle_numbered"),
    path("bundles/<int:pk>/accept/", bundles.accept, name="bundle_accept"),
    path("bundles/<int:pk>/decline/", bundles.decline, name="bundle_decline"),
    path("bundles/<int:pk>/finish/", bundles.finish, name="bundle_finish"),
    path("bundles/<int:pk>/signed/", bundles.signed, name="bundle_signed"),
    path("readings/", readings.listed, name="readings"),
    path("readings/<int:pk>/", readings.reading, name="reading"),
    path("readings/<int:pk>/remove-name/", readings.remove_name, name="remove_name"),
    path("readings/<int:pk>/<slug:place>/", readings.place, name="reading_place"),
    path("sign-offs/", signoffs.signoffs, name="signoffs"),
    *(
        path(f"answers/<int:pk>/{kind.option.name}/", decisions.on_answer, {"kind": kind}, name=kind.option.name)
        for kind in ON_AN_ANSWER
    ),
    path("answers/<int:pk>/compare/", answers.compare, name="compare"),
    path("rounds/<int:pk>/", answers.round_, name="round"),
    path("cautions/", cautions.listed, name="cautions"),
    *(
        path(f"cautions/<int:pk>/{name}/", cautions.on_caution, {"kind": kind}, name=f"{name}_caution")
        for name, kind in ON_A_CAUTION.items()
    ),
    path("revisions/<int:pk>/seal/", seals.ask, name="seal"),
    path("seals/<int:pk>/confirm/", seals.on_seal, {"kind": ConfirmSeal}, name="confirm_seal"),
    path("seals/<int:pk>/refuse/", seals.on_seal, {"kind": RefuseSeal}, name="refuse_seal"),
    path("conditions/<slug:slug>/caution/", cautions.over_condition, name="caution_condition"),
    path("again/", again.again, name="again"),
    path("sources/<int:pk>/", again.source, name="source"),
    path("sources/<int:pk>/caution/", cautions.over_source, name="caution_source"),
    path("answers/<int:pk>/submit/", sending.submit, name="submit"),
    path("answers/<int:pk>/write/", writing.write, name="write"),
    path("conditions/", catalogue.conditions, name="conditions"),
    path("conditions/<slug:slug>/", catalogue.condition, name="condition"),
    path("conditions/<slug:slug>/bundle/", sending_together.send, name="send_bundle"),
    path("conditions/<slug:slug>/outside/", experts.ask, name="ask_expert"),
    path("outside/", experts.listed, name="experts"),
    path("outside/<int:pk>/again/", experts.on_link, {"kind": AskAgain}, name="ask_expert_again"),
    path("outside/<int:pk>/withdraw/", experts.on_link, {"kind": WithdrawLink}, name="withdraw_expert"),
    path("revisions/<int:pk>/", preview.preview, name="preview"),
    path("revisions/<int:pk>/for-paper/", numbered.revision, name="numbered"),
    path("invitations/", invitations.listed, name="invitations"),
    path("invitations/new/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/again/", invitations.on_invitation, {"kind": InviteAgain}, name="invite_again"),
    path(
        "invitations/<int:pk>/withdraw/",
        invitations.on_invitation,
        {"kind": WithdrawInvitation},
        name="withdraw_invitation",
    ),
    path("credentials/", credentials.listed, name="credentials"),
    path("credentials/<int:pk>/", credentials.credential, name="credential"),
    path("credentials/<int:pk>/verify/", credentials.on_credential, {"kind": Verify}, name="verify"),
    path("credentials/<int:pk>/revoke/", credentials.on_credential, {"kind": Revoke}, name="revoke"),
    path("credentials/<int:pk>/recheck/<slug:code>/", credentials.recheck, name="recheck"),
    path("policies/", policies.listed, name="policies"),
    path("policies/new/", policies.add, name="add_policy"),
    path("policies/<slug:slug>/", policies.policy, name="policy"),
    path("policies/<slug:slug>/change/", policies.change, name="change_policy"),
    path("people/", people.listed, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/give/", people.give, name="give"),
    path("grants/<int:pk>/end/", people.end, name="end_grant"),
    path("mail/", news.news, name="news"),
    path("me/", own.own, name="own"),
    path("me/new/", own.introduce, name="introduce"),
    *(path(f"me/{name}/", own.change, {"kind": kind}, name=f"own_{name}") for name, kind in ON_A_REVIEWER.items()),
    path("me/away/<int:pk>/back/", own.come_back, name="come_back"),
    path("me/interests/", own.interests, name="interests"),
    path("me/interests/<slug:slug>/", own.declare, name="declare"),
    path("me/letters/<int:year>/", own.letter, name="letter"),
    path("sources/add/", sources.add_source, name="add_source"),
]
