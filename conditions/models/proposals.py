"""What somebody wants readers to see, until somebody else accepts it (E7, E22)."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conditions.models.catalogue import Code, Name

NAMELESS = ["country", "condition", "term", "line", "names", "codes", "wording", "question", "place"]


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> "ProposalQuerySet":
        """Those that nobody has decided on."""
        return self.filter(outcome="")

    def with_all_it_tells(self) -> "ProposalQuerySet":
        """With the rows that a page needs to say what it is about and whose it is."""
        return self.select_related("name__condition", "proposed_by", "decided_by")


class Proposal(models.Model):
    """One thing that readers would see: another use of a name, names by which search would find a condition, its
    codes, its address, families or own questions, a country's record, a condition of its own, a term of the glossary,
    a help line, other words of a question, or a question that is asked.

    It never changes but for being decided on, once. What it wants stands in `proposed`: for a name {"use": …}, else
    the values of the rows that will be written.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        COUNTRY = "country", _("Country")
        CONDITION = "condition", _("Condition")
        TERM = "term", _("Term of the glossary")
        LINE = "line", _("Help line")
        NAMES = "names", _("Names to search by")
        CODES = "codes", _("Codes")
        WORDING = "wording", _("Words of a question")
        QUESTION = "question", _("Question")
        PLACE = "place", _("Place in the catalogue")

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    about = models.CharField(
        _("about"),
        max_length=220,
        help_text=_(
            "“name:”, “names:”, “codes:” or “place:” and a number, “country:GB”, “condition:”, “line:”, “question:”, "
            "“term:” or “wording:” and its key."
        ),
    )
    name = models.ForeignKey(
        Name, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("name")
    )
    proposed = models.TextField(_("proposed"), help_text=_("Canonical JSON."))
    seen = models.CharField(
        _("version that was on screen"), max_length=16, blank=True, help_text=_("Empty: there was nothing yet.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("proposed by"),
        help_text=_("Empty: an import, run by whoever runs the site."),
    )
    origin = models.CharField(_("origin"), max_length=200, blank=True, help_text=_("Of what an import brought."))
    proposed_at = models.DateTimeField(_("proposed at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_decided",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_why = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-proposed_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["about", "outcome"], name="proposal_about")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "about",
                condition=Q(outcome=""),
                name="proposal_one_open",
                violation_error_message=_(
                    "Something is proposed for this already. It is decided on first: look under Proposals."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="name", name__isnull=False) | Q(kind__in=NAMELESS, name__isnull=True),
                name="proposal_about_what_its_kind_says",
                violation_error_message=_("Say what the proposal is about."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True, decided_why="")
                | Q(
                    outcome__in=["accepted", "refused", "withdrawn"], decided_by__isnull=False, decided_at__isnull=False
                ),
                name="proposal_decided_whole",
                violation_error_message=_("A decision says what, by whom and when."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["accepted", "refused"], decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
                violation_error_message=_("You proposed this yourself. Another editor accepts or refuses it."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(proposed_by__isnull=False, decided_by=F("proposed_by")),
                name="proposal_taken_back_by_its_own",
                violation_error_message=_("Only whoever proposed this can take it back. You may refuse it."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused", decided_why=""),
                name="proposal_refused_with_a_reason",
                violation_error_message=_("Say why, so that whoever proposed it learns what to do better."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def wanted(self) -> dict[str, Any]:
        """What is proposed, as values."""
        values: dict[str, Any] = json.loads(self.proposed)
        return values

    @property
    def subject(self) -> str:
        """What it is about, in a word."""
        if self.name is not None:
            return self.name.text
        wanted = self.wanted
        return str(wanted.get("name") or wanted.get("term") or self.key)

    @property
    def gist(self) -> str:
        """What readers will see, in a word."""
        if self.name is not None:
            return str(Name.Use(self.wanted["use"]).label)
        wanted = self.wanted
        if "names" in wanted:
            return "; ".join(wanted["names"])
        if "codes" in wanted:
            return "; ".join(str(Code(**each)) for each in wanted["codes"])
        if self.kind == self.Kind.PLACE:
            return self._place(wanted)
        if self.kind == self.Kind.QUESTION:
            return "; ".join(wanted.get("wordings", {}).values()) or gettext("readers see more of the question")
        said = (wanted.get(name) for name in ("emergency_numbers", "explanation", "number", "text"))
        return next((str(each) for each in said if each), self.key)

    @staticmethod
    def _place(wanted: dict[str, Any]) -> str:
        said = [wanted.get("slug", ""), *wanted.get("families", {}).values()]
        if "is_grouping" in wanted:
            said.append(gettext("becomes a family") if wanted["is_grouping"] else gettext("asked its own questions"))
        return "; ".join(each for each in said if each)

    @property
    def proposer(self) -> str:
        """Who proposed it, by no address; or the release from which it came."""
        return self.proposed_by.as_colleague if self.proposed_by else self.origin

    @property
    def key(self) -> str:
        """The number, code or address of what it is about."""
        return self.about.partition(":")[2]
