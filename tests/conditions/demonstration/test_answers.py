"""The answers of the demonstration are in the states that they are meant to show, and hold to every rule."""

import datetime

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.functions import Cast, Length, Substr

from conditions import ledger, pace, stages, standing
from conditions.demonstration import answers, catalogue, people, reading
from conditions.editorial import checks, schedules
from conditions.freshness import Freshness
from conditions.imports import basics, loading
from conditions.models import (
    Answer,
    Assignment,
    Citation,
    Code,
    Condition,
    Declaration,
    Event,
    FactVersion,
    Mail,
    Publication,
    Question,
    Quotation,
    ReaderReport,
    Reading,
    Reviewer,
    Revision,
    Round,
    Schedule,
    User,
    Verdict,
)
from conditions.models.people import Role
from tests import factories
from tests.conditions.demonstration.test_catalogue import MONDO
from tests.shared import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration"), pytest.mark.long, pytest.mark.one_engine]
AT = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
ALPHA, HUNTINGTON, PROGERIA, COELIAC, LYME, GILBERT = MONDO
SHOWN = {  # what the demonstration is there to show, whatever its files say of themselves
    (ALPHA, "causes", "en"): "live",
    (ALPHA, "treatment", "en"): "live, changes-asked",
    (ALPHA, "prevention", "en"): "changes-asked, changes-asked",
    (ALPHA, "diagnosis", "en"): "approved, approved",
    (ALPHA, "symptoms", "en"): "due-soon, in-review",
    (ALPHA, "life-expectancy", "en"): "live",
    (ALPHA, "who-is-at-risk", "en"): "being-rechecked",
    (PROGERIA, "life-expectancy", "en"): "overdue",
    (PROGERIA, "how-common", "en"): "being-rechecked, in-review",
    (PROGERIA, "support", "en"): "being-rechecked, in-review",
    (COELIAC, "food", "en"): "live",
    (COELIAC, "food", "es"): "live",
    (COELIAC, "diagnosis", "en"): "live",
    (LYME, "treatment", "en"): "live",
    (LYME, "complementary", "en"): "withdrawn",
    (HUNTINGTON, "complementary", "en"): "unknown",
    (HUNTINGTON, "mental-health", "en"): "in-review, in-review",
    (GILBERT, "what-is-it", "en"): "live",
    (GILBERT, "contagious", "en"): "live, approved",
    (GILBERT, "treatment", "en"): "draft, draft",
}


def load():
    """All that the command loads, on the six conditions alone."""
    since = AT - answers.SINCE
    basics.load(at=since)
    loading.load(factories.catalogue(*[factories.term(*row) for row in MONDO.items()]), at=since)
    people.load(at=since)
    editor, administrator = (User.objects.get(email=people.address(who)) for who in ("editor", "administrator"))
    catalogue.load(by=editor, second=administrator, at=since)
    answers.load(at=AT)


demonstration = made_once(load)


def told():
    """The Mondo number, question and language of each answer in the files, with the two words for its state."""
    return {
        (file.mondo, answer.question, answer.language): (answer.state, answer.underway)
        for file in reading.files()
        for answer in file.answer
    }


def found():
    """The same, as the stages say on the day of loading."""
    there = list(Answer.objects.select_related("question"))
    mondo = dict(Code.objects.filter(system="mondo").values_list("condition", "value"))
    facts = stages.gather(map(stages.Cell.of, there))
    return {
        (mondo[answer.condition_id], answer.question.slug, answer.language): (
            stages.stage(facts[stages.Cell.of(answer)], AT.date()),
            stages.underway(facts[stages.Cell.of(answer)]) or "",
        )
        for answer in there
    }


def live(mondo, question, language="en"):
    """The live words."""
    return standing.told(AT.date()).get(
        answer__condition__codes__value=mondo, answer__question__slug=question, answer__language=language
    )


def test_every_answer_is_in_the_state_that_it_is_to_show():
    there = found()
    assert there == told()
    assert {key: ", ".join(filter(None, there[key])) for key in SHOWN} == SHOWN
    progeria = Condition.objects.get(codes__value=PROGERIA)
    cell = stages.Cell(progeria.pk, Question.objects.get(slug="relationships").pk, "en")
    assert stages.stage(stages.gather([cell])[cell], AT.date()) == "does-not-apply"


def test_good_sources_differ_figures_are_folded_and_of_two_translations_one_is_behind():
    assert live(COELIAC, "diagnosis").revision.sources_differ
    assert live(LYME, "treatment").revision.sources_differ
    assert all("<details" in live(mondo, "life-expectancy").revision.body_html for mondo in (ALPHA, PROGERIA))
    assert set(live(ALPHA, "treatment").revision.country_notes) == {"GB", "US"}
    told = [standing.of(live(COELIAC, asked, "es"), AT.date()).freshness for asked in ("food", "what-is-it")]
    assert told == [Freshness.MEANING, Freshness.CURRENT]


def test_wording_of_a_reviewer_was_used_and_did_not_bar_them():
    inheritance = live(ALPHA, "inheritance")
    used = inheritance.revision.contributions.get(role="suggested")
    assert used.name in {signer["name"] for signer in inheritance.signed}
    assert used.comment.suggestion in inheritance.revision.short_answer


def test_third_version_corrects_the_meaning_of_the_first_and_says_so():
    versions = Publication.objects.filter(answer=live(ALPHA, "causes").answer).order_by("number")
    assert [each.kind for each in versions] == ["new", "wording", "new"]
    assert [notice.kind for each in versions for notice in each.notices.all()] == ["correction"]


@pytest.mark.promise("R27")
def test_every_live_text_shows_the_value_in_force_and_says_that_a_newer_one_waits():
    shown = Quotation.objects.filter(revision__publications__in=Publication.objects.live())
    assert shown.filter(version__fact__condition__codes__value=PROGERIA).exists()
    assert list(shown.exclude(version__in=FactVersion.objects.in_force())) == []
    assert standing.of(live(PROGERIA, "how-common"), AT.date()).causes == (stages.Cause.VALUE,)


def test_each_account_that_is_printed_has_something_to_do():
    reviews = Assignment.objects.filter(reviewer__user__email=people.address("reviewer"), verdict=None)
    assert reviews.filter(round__closed_at=None).exists()
    asked = Verdict.objects.filter(decision=Verdict.Decision.CHANGES, round__closed_at=None)
    assert asked.filter(revision__created_by__email=people.address("author")).exists()
    approved = Round.objects.filter(closed_at=None, verdicts__decision=Verdict.Decision.APPROVE)
    assert approved.exclude(revision__created_by__email=people.address("editor")).exists()
    assert ReaderReport.objects.open().exists()


def test_lay_reader_understood_one_text_and_is_asked_for_another():
    (live,) = Publication.objects.live().exclude(reading=None)
    assert live.reading.name.startswith("Invented")
    (waiting,) = Reading.objects.waiting()
    assert waiting.reader.email == people.address(Role.LAY_READER)
    assert live.sign_offs.count() == 2


@pytest.mark.promise("E9")
def test_one_publication_is_planned_and_nothing_stands_against_it():
    (plan,) = Schedule.objects.open().select_related("answer__condition", "round__revision", "by")
    plan.round.answer = plan.round.revision.answer = plan.answer
    assert (plan.due_at - AT).days == 29
    assert schedules.refusal(plan, Publication.objects.live().get(answer=plan.answer), at=plan.due_at) == ""


def test_nobody_cites_what_was_not_published_when_they_read_it():
    cited = Citation.objects.annotate(day=Substr(Cast("read_on", CharField()), 1, Length("published")))
    assert cited.exists()
    assert list(cited.filter(day__lt=F("published")).values_list("key", "read_on")) == []


def test_all_evidence_holds():
    assert [problem for kind in ledger.EVIDENCE.values() for problem in kind.problems(lambda: None)] == []


def refusal(revision):
    """Why the text could not go to review; nothing where it could."""
    try:
        checks.ready(revision, at=AT)
    except ValidationError as refused:
        return refused.message_dict
    return None


def test_newest_words_of_every_answer_are_fit_for_review():
    later = Revision.objects.filter(answer=OuterRef("answer"), number__gt=OuterRef("number"))
    newest = Revision.objects.filter(~Exists(later)).select_related("answer")
    assert {str(revision): wrong for revision in newest if (wrong := refusal(revision))} == {}


def test_whoever_writes_or_signs_says_that_they_are_invented():
    assert [user.name for user in User.objects.all() if "Invented" not in user.name] == []
    assert [each.name for each in Reviewer.objects.all() if not each.name.startswith("Invented reviewer ")] == []
    stamps = Verdict.objects.values_list("name", "credential", "decision").distinct()
    assert [stamp for stamp in stamps if stamp[2] == "approve" and not stamp[1].startswith("Invented ")] == []
    interests = Declaration.objects.filter(is_none=False).values_list("interests", flat=True)
    assert interests
    assert all(told.startswith("Invented ") for told in interests)


def test_one_answer_was_confirmed_from_outside_and_another_editor_published_it():
    verdict = Verdict.objects.exclude(voucher=None).get()
    assert verdict.vouched_by == "Invented editor Kofi Osei"
    assert verdict.by.is_outside
    live = Publication.objects.live().get(sign_offs__verdict=verdict)
    assert live.published_by != verdict.voucher


def test_nothing_lies_ahead_and_every_stream_goes_forward():
    at = {}
    for stream, moment in Event.objects.order_by("stream", "sequence").values_list("stream", "at"):
        assert at.get(stream, moment) <= moment < AT, stream
        at[stream] = moment


def test_no_sign_off_looks_quicker_than_the_text_can_be_read_and_no_mail_is_late():
    assert pace.quick(Verdict.objects.all(), on=AT.date()) == []
    assert pace.many(Verdict.objects.all(), on=AT.date()) == []
    assert Mail.objects.exists()
    assert not Mail.objects.filter(sent_at=None).exists()


def test_second_start_finds_nothing_to_do():
    events = Event.objects.count()
    assert answers.load(at=AT + datetime.timedelta(days=1)) == 0
    assert Event.objects.count() == events


def test_answers_are_refused_where_a_real_site_runs(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        answers.load(at=AT)
