"""What an accepted proposal writes. Part of `proposals.accept`, which asked who may and wrote the decision first.

In that order, because without the decision the database lets readers see nothing new (guards, `..._by_two`).
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from conditions import ledger, names, search
from conditions.editorial import catalogue, countries, glossary, help_lines, questions, rows
from conditions.editorial.parts import IMPORTED, Part
from conditions.models import Code, Condition, Country, GlossaryTerm, HelpLine, Name, Proposal, Question, User
from conditions.permissions import Person, actions, held
from conditions.stale import Stale

# Which action takes what concerns the whole site.
SITE_WIDE: dict[str, str] = {
    Proposal.Kind.COUNTRY: countries.ACTION,
    Proposal.Kind.CONDITION: "add_conditions",
    Proposal.Kind.TERM: glossary.ACTION,
    Proposal.Kind.LINE: countries.ACTION,
    Proposal.Kind.WORDING: questions.ACTION,
    Proposal.Kind.QUESTION: questions.ACTION,
}
OF_CONDITION: dict[str, str] = {  # which the key is the number of, and the language that it takes a role in
    Proposal.Kind.NAMES: IMPORTED,
    Proposal.Kind.CODES: "",
    Proposal.Kind.PLACE: "",
}


def needs(proposal: Proposal) -> tuple[str, Condition | None, str]:
    """What `permissions.may` is asked of whoever decides: the action, the condition and the language."""
    if proposal.name is not None:
        return catalogue.ACTION, proposal.name.condition, proposal.name.language
    if proposal.kind in OF_CONDITION:
        return catalogue.ACTION, Condition.objects.get(pk=proposal.key), OF_CONDITION[proposal.kind]
    return SITE_WIDE[proposal.kind], None, ""


def reached(user: Person, *, on: datetime.date) -> Q:
    """The proposals on which `permissions.may` says yes to what each of them `needs`: for lists."""
    carried = actions(user, on=on)
    found = Q(kind__in=[kind for kind, action in SITE_WIDE.items() if action in carried])
    for condition, language in held(user, catalogue.ACTION, on=on):
        where = {"name__condition": condition, "name__language": language}
        found |= Q(kind=Proposal.Kind.NAME, **{name: value for name, value in where.items() if value})
        kinds = [kind for kind, needed in OF_CONDITION.items() if language in {"", needed}]
        found |= Q(about__in=[f"{kind}:{condition}" for kind in kinds]) if condition else Q(kind__in=kinds)
    return found


def lock(proposal: Proposal) -> None:
    """Keeps the names and codes of the condition from others: one of them may give way, or come meanwhile.

    And the words of a question, by its row. What only moves may be pointed to meanwhile (docs/decisions/0004).
    """
    kinds = Proposal.Kind
    if proposal.kind in {kinds.WORDING, kinds.QUESTION}:
        Question.objects.select_for_update(no_key=True).get(pk=questions.of(proposal).pk)
    elif proposal.name is not None or proposal.kind in OF_CONDITION:
        about = proposal.name.condition_id if proposal.name is not None else proposal.key
        Condition.objects.select_for_update(no_key=proposal.kind == kinds.PLACE).get(pk=about)


def apply(proposal: Proposal, taken: Sequence[Part], *, by: User, at: datetime.datetime) -> None:
    """Of what comes in parts those that are `taken`.

    Raises: Stale if what it would change is not what was on screen when it was proposed; ValidationError.
    """
    match proposal.kind:
        case Proposal.Kind.NAME:
            _show_name(proposal, by, at)
        case Proposal.Kind.NAMES:
            _add_names(proposal, taken, by, at)
        case Proposal.Kind.CODES:
            _add_codes(proposal, taken, by, at)
        case Proposal.Kind.COUNTRY:
            _record_country(proposal, by, at)
        case Proposal.Kind.TERM:
            _explain_term(proposal, by, at)
        case Proposal.Kind.LINE:
            _record_line(proposal, by, at)
        case Proposal.Kind.WORDING:
            _word_question(proposal, by, at)
        case Proposal.Kind.QUESTION:
            _ask_question(proposal, by, at)
        case Proposal.Kind.PLACE:
            _place_condition(proposal, by, at)
        case _:
            _begin_condition(proposal, taken, by, at)


def _show_name(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    name, use = Name.objects.select_related("condition").get(proposals=proposal), proposal.wanted["use"]
    now = rows.locked(name, proposal.seen)
    said: dict[str, Any] = {"stream": catalogue.stream(name.condition), "by": by, "at": at}
    if use == Name.Use.PREFERRED:
        for former in Name.objects.giving_way_to(now):
            rows.change(former, {"use": Name.Use.SHOWN}, "name used otherwise", **said)
    rows.change(now, {"use": use}, "name used otherwise", **said)
    search.index(name.condition)


def _add_names(proposal: Proposal, taken: Sequence[Part], by: User, at: datetime.datetime) -> None:
    """To search by."""
    condition = Condition.objects.get(pk=proposal.key)
    made = [
        Name(condition=condition, text=part.says, folded=names.fold(part.says), language=IMPORTED) for part in taken
    ]
    with rows.unless_somebody_was_faster():
        Name.objects.bulk_create(made)
    added = {"names": [name.text for name in made], "proposal": proposal.pk}
    ledger.record(catalogue.stream(condition), "names added", by=by, at=at, data=added)
    search.index(condition)


def _add_codes(proposal: Proposal, taken: Sequence[Part], by: User, at: datetime.datetime) -> None:
    condition, wanted = Condition.objects.get(pk=proposal.key), proposal.wanted["codes"]
    added = [wanted[part.place] for part in taken]
    with rows.unless_somebody_was_faster():
        Code.objects.bulk_create(Code(condition=condition, **each) for each in added)
    said = {"codes": added, "proposal": proposal.pk}
    ledger.record(catalogue.stream(condition), "codes added", by=by, at=at, data=said)
    search.index(condition)


def _record_country(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    values = proposal.wanted | {"checked_on": datetime.date.fromisoformat(proposal.wanted["checked_on"])}
    code = proposal.key
    there = Country.objects.filter(pk=code).first()
    said: dict[str, Any] = {"stream": countries.stream(code), "by": by, "at": at}
    if there or proposal.seen:
        rows.change(rows.locked(there or Country(code=code), proposal.seen), values, "checked", **said)
    else:
        rows.add(Country(code=code, **values), "recorded", **said)


def _explain_term(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    there = GlossaryTerm.objects.at(proposal.key).first()
    language, _colon, slug = proposal.key.partition(":")
    row = there or GlossaryTerm(language=language, slug=slug)
    glossary.refuse(row, proposal.wanted)
    values = proposal.wanted | {"mark": glossary.mark()}
    said: dict[str, Any] = {"stream": glossary.stream(proposal.key), "by": by, "at": at}
    if there or proposal.seen:
        rows.change(rows.locked(row, proposal.seen), values, "explained", **said)
    else:
        rows.add(GlossaryTerm(language=language, slug=slug, **values), "explained", **said)


def _record_line(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    """Whoever proposed it is who checked it."""
    wanted = proposal.wanted
    country = Country.objects.get(pk=wanted.pop("country"))
    wanted["checked_on"] = datetime.date.fromisoformat(wanted["checked_on"])
    values = wanted | {"checked_by": proposal.proposed_by}
    there = HelpLine.objects.filter(slug=proposal.key).first()
    row = there or HelpLine(slug=proposal.key, country=country)
    said: dict[str, Any] = {"stream": help_lines.stream(proposal.key), "by": by, "at": at}
    if there or proposal.seen:
        rows.change(rows.locked(row, proposal.seen), values, "checked", **said)
    else:
        rows.add(HelpLine(slug=proposal.key, country=country, **values), "recorded", **said)


def _word_question(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    language, text = proposal.key.partition(":")[0], proposal.wanted["text"]
    questions.word(questions.of(proposal), language, text, by=by, at=at, seen=proposal.seen)


def _ask_question(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    """In the words that were proposed with it, and in no others."""
    wanted = proposal.wanted
    now = rows.locked(questions.of(proposal), proposal.seen)
    if wanted.get("wordings", questions.words(now)) != questions.words(now):
        raise Stale
    columns = {field.attname for field in Question._meta.concrete_fields}
    questions.put(now, {name: value for name, value in wanted.items() if name in columns}, by=by, at=at)


def _place_condition(proposal: Proposal, by: User, at: datetime.datetime) -> None:
    wanted = proposal.wanted
    if "families" in wanted:
        wanted["families"] = list(Condition.objects.filter(pk__in=wanted["families"]))
    now = rows.locked(Condition.objects.get(pk=proposal.key), proposal.seen)
    catalogue.place(now, wanted, by=by, at=at)


def _begin_condition(proposal: Proposal, taken: Sequence[Part], by: User, at: datetime.datetime) -> None:
    """The condition with its names, its Mondo code and its families."""
    wanted = proposal.wanted
    catalogue.refuse_address(wanted["slug"], None)
    made = Condition(slug=wanted["slug"], is_grouping=wanted["is_grouping"])
    made.full_clean()
    with rows.unless_somebody_was_faster():
        made.save(force_insert=True)
        if "mondo" in wanted:
            Code.objects.create(condition=made, system=Code.System.MONDO, value=wanted["mondo"])
    synonyms = [part.says for part in taken]
    Name.objects.bulk_create(_names(made, [wanted["name"], *synonyms]))
    _join(made, wanted.get("families", ()), wanted.get("members", ()))
    ledger.record(
        catalogue.stream(made), "added", by=by, at=at, data=wanted | {"synonyms": synonyms, "proposal": proposal.pk}
    )
    search.index(made)


def _names(condition: Condition, texts: list[str]) -> list[Name]:
    """The first as preferred, the others to search by."""
    uses = [Name.Use.PREFERRED, *[Name.Use.SEARCH] * len(texts)]
    return [
        Name(condition=condition, text=text, folded=names.fold(text), use=use)
        for text, use in zip(texts, uses, strict=False)
    ]


def _join(made: Condition, families: Any, members: Any) -> None:
    """Links to what is here, by Mondo id: what comes later brings its own. None that would close a circle."""
    mondo = Code.objects.filter(system=Code.System.MONDO)
    above = set(mondo.filter(value__in=families).values_list("condition_id", flat=True))
    below = set(mondo.filter(value__in=members).values_list("condition_id", flat=True))
    made.parents.set(above)
    made.children.set(below - catalogue.above(above))
