"""Builders that reach a state by the same road as life."""

import datetime
import hashlib
import itertools
import re
import secrets
import time
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client, RequestFactory
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from community import membership
from conditions import search, unfound
from conditions.editorial import (
    availability,
    bundles,
    cautions,
    drafts,
    experts,
    facts,
    help_lines,
    proposals,
    publications,
    readings,
    reviewers,
    revisions,
    rounds,
    rows,
    schedules,
    sources,
    verdicts,
    withdrawals,
)
from conditions.editorial.cautions import Cautioned
from conditions.editorial.comparison import screen
from conditions.editorial.experts import Looked
from conditions.editorial.vouching import Expert
from conditions.imports.catalogue import Catalogue, Term
from conditions.models import (
    Answer,
    Bundle,
    Caution,
    Code,
    Condition,
    Country,
    Credential,
    ExpertLink,
    Fact,
    FactVersion,
    FailedSearch,
    GlossaryTerm,
    Grant,
    HelpLine,
    Mail,
    Name,
    Notice,
    Proposal,
    Publication,
    Question,
    Reading,
    Reviewer,
    ReviewPolicy,
    Revision,
    Schedule,
    Source,
    User,
    Verdict,
    Wording,
)
from conditions.models.people import Role
from conditions.names import fold
from conditions.names import slug as slugged

DAY_ONE = "2026-01-01"
TODAY = datetime.date(2026, 3, 2)
NOON = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
numbers = itertools.count(1)
SYLLABLES = ("ba", "fo", "gu", "ko", "va", "wo", "xu", "zi", "jo", "ju")  # with which no title of a clinician is spelt


def user(**fields: Any) -> User:
    """Somebody who may sign in; password “correct horse battery”."""
    return User.objects.create_user(
        **{"email": f"person{next(numbers)}@example.org", "name": "A Person", "password": "correct horse battery"}
        | fields
    )


def administrator() -> User:
    return User.objects.create_superuser(
        email=f"administrator{next(numbers)}@example.org", password="correct horse battery", name="An Administrator"
    )


def holder(role: Role, *, is_staff: bool = False, **grant: Any) -> User:
    """Somebody with one grant, given by an administrator."""
    return granted(user(is_staff=is_staff), role, **grant)


def granted(person: User, role: Role, **grant: Any) -> User:
    """The person, with one grant more."""
    by = User.objects.filter(is_superuser=True).exclude(pk=person.pk).first() or administrator()
    Grant.objects.create(**{"user": person, "role": role, "starts_on": DAY_ONE, "granted_by": by} | grant)
    return person


def condition(name: str = "Gilbert syndrome", slug: str = "gilbert-syndrome", **fields: Any) -> Condition:
    """A condition with one preferred English name."""
    made = Condition.objects.create(slug=slug, **fields)
    named(made, name, use=Name.Use.PREFERRED)
    return made


def named(condition: Condition, text: str, *, use: Name.Use = Name.Use.SHOWN, language: str = "en") -> Name:
    """One more name of a condition."""
    return Name.objects.create(condition=condition, text=text, folded=fold(text), use=use, language=language)


def findable(
    name: str, *others: str, slug: str = "", family: Condition | None = None, codes: dict[str, str] | None = None
) -> Condition:
    """A condition that search finds by its names and codes; its other names only help search."""
    made = condition(name, slug or slugged(name))
    for other in others:
        named(made, other, use=Name.Use.SEARCH)
    for system, value in (codes or {}).items():
        Code.objects.create(condition=made, system=system, value=value)
    if family:
        made.parents.add(family)
    search.index(made)
    return made


def searched_in_vain(words: str = "Quivering ear lobe", language: str = "en") -> FailedSearch:
    """Words for which people at five connections searched."""
    for source in range(5):
        request = RequestFactory().get("/", REMOTE_ADDR=f"192.0.2.{source}", headers={"user-agent": "Mozilla/5.0"})
        request.LANGUAGE_CODE = language
        unfound.note(request, words, on=TODAY)
    return FailedSearch.objects.waiting().get(words=fold(words), language=language)


def policy(slug: str = "other", **rules: Any) -> ReviewPolicy:
    """The newest version of the review policy; the first one, with these rules, if there is none."""
    there = ReviewPolicy.objects.newest().filter(slug=slug).first()
    return there or ReviewPolicy.objects.create(slug=slug, **{"name": slug.title(), "days": 1096} | rules)


def ruled(answer: Answer, **rules: Any) -> ReviewPolicy:
    """The question of the answer stands under a policy with these rules."""
    answer.question.policy = policy(f"policy-{next(numbers)}", **rules)
    answer.question.save()
    return answer.question.policy


def question(
    slug: str, wording: str, *, group: str = "understanding", position: int | None = None, **fields: Any
) -> Question:
    """A clinical question with its English wording."""
    asked = Question.objects.create(
        **{"slug": slug, "position": next(numbers), "kind": "clinical", "group": group, "policy": policy()} | fields
    )
    Wording.objects.create(question=asked, language="en", text=wording)
    return asked


def accepted(proposal: Proposal, *, at: datetime.datetime, by: User | None = None, **more: Any) -> Proposal:
    """The proposal, accepted by another editor after they looked at it."""
    return proposals.accept(proposal, by=by or holder(Role.EDITOR), at=at, seen=screen(proposal), **more)


def placed(condition: Condition, *, at: datetime.datetime, by: User | None = None, **values: Any) -> Condition:
    """The condition at another address or in other families, as one editor proposed and another accepted."""
    told = {"seen": rows.version(Condition.objects.get(pk=condition.pk)), "by": by or holder(Role.EDITOR), "at": at}
    accepted(proposals.propose_place(condition, values, **told), at=at)
    return Condition.objects.get(pk=condition.pk)


def worded(
    question: Question, text: str, language: str = "en", *, at: datetime.datetime, by: User | None = None
) -> Wording:
    """The words of a question that is asked, as one editor proposed and another accepted."""
    there = question.wordings.filter(language=language).first()
    told = {"seen": rows.version(there) if there else "", "by": by or holder(Role.EDITOR), "at": at}
    accepted(proposals.propose_wording(question, language, text, **told), at=at)
    return question.wordings.get(language=language)


def country(code: str = "GB", emergency_numbers: str = "999, 112", **fields: Any) -> Country:
    """A country whose emergency numbers somebody checked today."""
    checked = {"checked_on": timezone.localdate(), "source_title": "A source", "source_url": "https://example.org/"}
    return Country.objects.create(code=code, emergency_numbers=emergency_numbers, **checked | fields)


def help_line(country: Country, name: str = "Listeners", number: str = "116 123", **said: Any) -> HelpLine:
    """A help line that somebody read today."""
    told = {"languages": "en", "helps": "listening", "checked_on": timezone.localdate(), "source_title": "A source"}
    told |= {"source_url": "https://example.org/", "slug": help_lines.key(country.code, name)}
    return HelpLine.objects.create(country=country, name=name, number=number, **told | said)


def explained(
    term: str, explanation: str = "", *, by: User | None = None, second: User | None = None, **said: Any
) -> GlossaryTerm:
    """A term of the glossary that one editor proposed and another accepted."""
    told = {"language": "en", "explanation": explanation or f"What {term} means."} | said
    now = timezone.now()
    made = accepted(proposals.propose_term(term, by=by or holder(Role.EDITOR), at=now, **told), at=now, by=second)
    return GlossaryTerm.objects.at(made.key).get()


def library() -> Condition:
    """A condition with all that its page can say, its family, its kinds, questions and countries."""
    made = condition("alpha 1-antitrypsin deficiency", "alpha-1-antitrypsin-deficiency")
    named(made, "AAT deficiency")
    named(made, "A1AD")
    for system, value in [("mondo", "0013282"), ("orphanet", "60"), ("gard", "0005784"), ("omim", "613490")]:
        Code.objects.create(condition=made, system=system, value=value)
    made.parents.add(condition("respiratory system disorder", "respiratory-system-disorder", is_grouping=True))
    made.children.add(condition("PI null", "pi-null"), condition("PI ZZ", "pi-zz"))
    question("what-is-it", "What is {condition}?")
    question("treatment", "Which treatments are used, and what can they do and not do?", group="treatment")
    for code, numbers_there in [("GB", "999, 112"), ("IE", "112, 999"), ("US", "911"), ("ES", "112")]:
        country(code, numbers_there)
    search.index(made)
    search.rebuild()
    return made


def term(mondo: str, name: str = "", *, parents: tuple[str, ...] = (), synonyms: tuple[str, ...] = ()) -> Term:
    """A condition as an import brings it."""
    return Term(mondo, name or f"Disease {mondo}", is_grouping=False, parents=parents, synonyms=synonyms)


def catalogue(*terms: Term, release: str = "2026-05-05") -> Catalogue:
    return Catalogue(release, terms)


def confirmed(person: User) -> User:
    """The person, whose address is proved."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def member(display_name: str = "", **fields: Any) -> User:
    """Somebody who joined and confirmed."""
    person = confirmed(user(**fields))
    name = display_name or "Fern " + "".join(SYLLABLES[int(digit)] for digit in str(next(numbers)))
    membership.join(person, name, on=datetime.date(2026, 1, 1))
    return person


def browser(person: User | None = None, *, second_factor: bool = False, **extra: Any) -> Client:
    """A browser in which the person signed in a moment ago, with or without a second factor."""
    client = Client(**extra)
    if person is None:
        return client
    client.force_login(person)
    session = client.session
    records = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    if second_factor:
        records.append({"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def passkey(person: User, name: str = "Blue key") -> Authenticator:
    """A key as a browser would have registered it; it can sign nothing."""
    private = ec.generate_private_key(ec.SECP256R1())
    credential = AttestedCredentialData.create(
        Aaguid.NONE, secrets.token_bytes(16), ES256.from_cryptography_key(private.public_key())
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, credential)
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver")
    response = {
        "id": websafe_encode(credential.credential_id),
        "rawId": websafe_encode(credential.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(person, name, response).instance


def desk() -> SimpleNamespace:
    """Two people (E23): `author` writes and verified the credential of `reviewer`, who is `colleague` and publishes."""
    author, colleague = holder(Role.EDITOR), holder(Role.EDITOR)
    granted(colleague, Role.REVIEWER)
    return SimpleNamespace(author=author, colleague=colleague, reviewer=reviewer(colleague, verified_by=author))


def reviewer(
    person: User | None = None, *, verified_by: User | None = None, days: int = 365, title: str = "MD"
) -> Reviewer:
    """Somebody who can sign: with the role, and a credential that somebody else verified on the first of the year."""
    person = person or holder(Role.REVIEWER)
    verifier = verified_by or holder(Role.EDITOR)
    profile = reviewers.add_reviewer(
        Reviewer(user=person, slug=f"reviewer-{person.pk}", name=f"Dr {person.pk}", discipline="Hepatology"),
        by=verifier,
        at=NOON,
    )
    credential = reviewers.enter_credential(
        Credential(reviewer=profile, profession="physician", title=title, register="A register", number=str(person.pk)),
        by=verifier,
        at=NOON,
    )
    reviewers.verify(credential, on=TODAY, days=days, evidence="The register's page", by=verifier, at=NOON)
    return profile


def source(key: str = "ers-2017", **fields: Any) -> Source:
    """A source that an editor read yesterday."""
    told = {"title": "A statement", "publisher": "A journal", "published": "2017", "read_on": TODAY}
    return sources.add_source(Source(key=key, **told | fields), by=holder(Role.EDITOR), at=NOON)


SHORT = "It is a harmless change in how the liver handles a pigment."
BODY = "The liver handles the pigment more slowly.[^ers-2017]"


def written(
    people: SimpleNamespace, answer: Answer | None = None, *, at: datetime.datetime = NOON, **words: Any
) -> Revision:
    """A revision by the author, ready for review; without an answer, the first of a new one."""
    if not Source.objects.filter(key="ers-2017").exists():
        source()
    answer = answer or started(people)
    typed = {"short": SHORT, "body": BODY, "searched_on": TODAY, "change": "The text is clearer."} | words
    draft = drafts.save_draft(answer, typed, by=people.author, at=at, seen=0)
    return revisions.save_revision(draft, by=people.author, at=at, seen=draft.version)


def started(people: SimpleNamespace, **asked: Any) -> Answer:
    """An answer that the author began: the question is asked of the condition, and nothing is written yet."""
    about = asked.pop("condition", None) or condition(slug=f"condition-{next(numbers)}")
    what = asked.pop("question", None) or question(f"question-{next(numbers)}", "What is {condition}?")
    return drafts.start_answer(about, what, by=people.author, at=NOON, **asked)


def in_review(people: SimpleNamespace, answer: Answer | None = None, **words: Any) -> Revision:
    """A revision that was sent to review and offered to the reviewer, who declared that there are no interests."""
    revision = written(people, answer, **words)
    bilingual(people, revision)
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    return revision


def to_be_read(people: SimpleNamespace, person: User | None = None, **words: Any) -> Reading:
    """A text in review that a lay reader was asked to read, because its policy always asks for one."""
    revision = written(people, **words)
    ruled(revision.answer, lay_reader="always")
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    (reading,) = readings.ask(round_, [person or holder(Role.LAY_READER)], by=people.author, at=NOON)
    return reading


def read(reading: Reading, said: str = "clear", **told: Any) -> Reading:
    """What the lay reader says of the words."""
    where = "What is a pigment?" if said == "unclear" else ""
    about = {"name": "Fern Reader", "standpoint": "lives", "text": where, "at": NOON} | told
    return readings.answer(reading, said, by=reading.reader, seen=reading.digest, **about)


def understood(people: SimpleNamespace, reading: Reading) -> Publication:
    """The words, which the lay reader understood, approved and published."""
    revision = read(reading).revision
    signed(people, revision)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def bilingual(people: SimpleNamespace, revision: Revision) -> None:
    """The reviewer says that they review in both languages of a translation, and in those that they said before."""
    if revision.translates:
        spoken = {revision.answer.language, revision.translates.answer.language}
        spoken |= {each.language for each in people.reviewer.languages.all()}
        availability.say(people.reviewer, languages=spoken, specialties=[], by=people.colleague, at=NOON)


def bundled(people: SimpleNamespace, number: int = 2, **sent: Any) -> Bundle:
    """Texts of one condition that the author wrote and sent to the reviewer together."""
    about = sent.pop("condition", None) or condition(slug=f"condition-{next(numbers)}")
    bodies = [f"Here stands text {n}.[^ers-2017]" for n in range(number)]
    texts = [written(people, started(people, condition=about), body=body) for body in bodies]
    seen = {text.answer_id: text.digest for text in texts}
    told = {"question": "Is the dose right?", "by": people.author, "at": NOON} | sent
    return bundles.send(about, "en", seen, [people.reviewer], **told)


def expert(**other: str) -> Expert:
    """An outside expert, as an editor found them in a register."""
    number = next(numbers)
    told = {"name": f"Dr Outside {number}", "discipline": "Hepatology", "profession": "physician", "title": "MD"}
    told |= {"register": "A far register", "number": f"F{number}", "email": f"expert{number}@example.org"}
    return Expert(**told | other)


def asked_outside(people: SimpleNamespace, number: int = 2, **sent: Any) -> ExpertLink:
    """Texts that the author wrote, sent to an outside expert for whom the colleague vouches."""
    about = sent.pop("condition", None) or condition(slug=f"condition-{next(numbers)}")
    bodies = [f"Here stands text {n}.[^ers-2017]" for n in range(number)]
    texts = [written(people, started(people, condition=about), body=body) for body in bodies]
    seen = {text.answer_id: text.digest for text in texts}
    told = {"question": "Is the dose right?", "write_in": "en", "by": people.colleague, "at": NOON} | sent
    today = timezone.localdate(told["at"])
    told = {"due_on": today + datetime.timedelta(days=14)} | told
    looked = told.pop("looked", None) or Looked(today, 365, "The register's page")
    return experts.ask(about, "en", seen, told.pop("expert", None) or expert(), looked, **told)


def secret() -> str:
    """The link in the mail that an outside expert got last, without what stands before it."""
    mail = Mail.objects.filter(purpose="expert-asked").latest("pk")
    return re.search(r"/outside/link/([\w-]+)/", mail.text)[1]


def signed_outside(link: ExpertLink, *, at: datetime.datetime = NOON) -> list[Verdict]:
    """All that the link is for, approved by the expert."""
    texts = experts.begin(link, at=at)
    said = [bundles.Said(each, each.round.revision.digest, "approve") for each in texts]
    told = {"scopes": ("accuracy",), "interests": "", "by": link.reviewer.user, "at": at}
    return bundles.finish(link.bundle, link.reviewer, said, **told)


def signed(
    people: SimpleNamespace,
    revision: Revision,
    *,
    at: datetime.datetime = NOON,
    scopes: tuple[str, ...] = ("accuracy",),
) -> Verdict:
    """The reviewer's approval of the revision."""
    about = revision.answer.condition
    if revision.translates_id:
        scopes = ("translation", *scopes)
    declaration = reviewers.declare(people.reviewer, about, interests="", by=people.colleague, at=at)
    return verdicts.approve(
        revision, by=people.colleague, at=at, seen=revision.digest, scopes=scopes, declaration=declaration
    )


def approved(people: SimpleNamespace, answer: Answer | None = None, **words: Any) -> Revision:
    """A revision that the reviewer approved."""
    revision = in_review(people, answer, **words)
    signed(people, revision)
    return revision


def published(people: SimpleNamespace, answer: Answer | None = None, **words: Any) -> Publication:
    """What readers get: by the road of life."""
    revision = approved(people, answer, **words)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def planned(
    people: SimpleNamespace, revision: Revision | None = None, *, hours: float = 1, by: User | None = None
) -> Schedule:
    """The colleague's plan to publish approved words so many hours after noon."""
    revision = revision or approved(people)
    told: dict[str, Any] = {"by": by or people.colleague, "at": NOON, "seen": revision.digest}
    return schedules.schedule(revision, due_at=NOON + datetime.timedelta(hours=hours), **told)


def fact(people: SimpleNamespace, about: Condition, key: str = "prevalence") -> Fact:
    """Something that answers of the condition may quote, of which nothing is known yet."""
    if not Source.objects.filter(key="ers-2017").exists():
        source()
    made = Fact(condition=about, key=key, label="How common", scope="adults in Europe")
    return facts.start_fact(made, by=people.author, at=NOON)


def value_proposed(
    people: SimpleNamespace,
    about: Fact,
    *texts: str,
    headings: dict[str, tuple[str, str]] | None = None,
    **spoken: str,
) -> FactVersion:
    """English values that the author proposes, and those in other languages (`es="1 de 20"`), headed there or not."""
    read = Source.objects.get(key="ers-2017")
    values = [facts.Value("en", text, read) for text in texts or ("1 in 20",)]
    headed = headings or {}
    values += [facts.Value(language, text, read, "", *headed.get(language, ())) for language, text in spoken.items()]
    return facts.propose_fact(about, values, reason="A newer figure", by=people.author, at=NOON)


def value_accepted(people: SimpleNamespace, about: Fact, *texts: str, **spoken: Any) -> FactVersion:
    """The same, accepted by the colleague: in force at once if no live answer quotes the fact."""
    version = value_proposed(people, about, *texts, **spoken)
    return facts.accept_fact(version, by=people.colleague, at=NOON, seen=facts.screen(version))


QUOTING = "It is found in {fact:prevalence} people."


def quoting(people: SimpleNamespace, about: Condition, *, language: str = "en") -> Publication:
    """A live answer of the condition that quotes what is in force."""
    return published(people, started(people, condition=about, language=language), body=QUOTING)


def reworded(people: SimpleNamespace, publication: Publication, *, at: datetime.datetime = NOON) -> Revision:
    """A change of the live text's wording, which the reviewer confirmed to be no more than that."""
    revision = written(people, publication.answer, at=at, short=SHORT.replace("harmless", "harmless, common"))
    round_ = rounds.correct(revision, by=people.author, at=at, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=at)
    signed(people, revision, at=at, scopes=("wording",))
    return revision


def reconfirmed(people: SimpleNamespace, publication: Publication, *, at: datetime.datetime = NOON) -> Revision:
    """The live words, which the reviewer has approved anew."""
    round_ = rounds.reconfirm(publication, by=people.author, at=at, question="Does it still hold?")
    rounds.offer(round_, [people.reviewer], by=people.author, at=at)
    signed(people, publication.revision, at=at)
    return publication.revision


def reviewed_anew(people: SimpleNamespace, publication: Publication) -> Publication:
    """The same words after they were withdrawn, which the reviewer has approved anew."""
    revision = publication.revision
    round_ = rounds.submit(revision, by=people.author, at=NOON, seen=revision.digest)
    rounds.offer(round_, [people.reviewer], by=people.author, at=NOON)
    signed(people, revision)
    return publications.publish(revision, by=people.colleague, at=NOON, seen=revision.digest)


def translated(people: SimpleNamespace, publication: Publication, language: str = "es") -> Publication:
    """A live text in another language that translates the publication."""
    about = publication.answer
    Wording.objects.get_or_create(question=about.question, language=language, defaults={"text": "¿{condition}?"})
    if not about.condition.names.filter(language=language).exists():
        named(about.condition, "Síndrome", use=Name.Use.PREFERRED, language=language)
    answer = started(people, condition=about.condition, question=about.question, language=language)
    return published(people, answer, translates=publication)


def cautioned(people: SimpleNamespace, about: Cautioned, words: str = "") -> Caution:
    """The fixed caution, put by the author, or words of their own."""
    return cautions.caution(about, by=people.author, at=NOON, reason="A reader reported a wrong figure.", words=words)


def withdrawn(publication: Publication, *, by: User | None = None, at: datetime.datetime = NOON) -> Notice:
    """The notice of its withdrawal, by an editor who had no other part in it."""
    return withdrawals.withdraw(
        publication, by=by or holder(Role.EDITOR), at=at, reason="It names a wrong dose.", advice="Ask your doctor."
    )
