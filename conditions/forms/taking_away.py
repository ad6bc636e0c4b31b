"""Taking words from readers, a second person's word on that, and putting them back (E7, E20)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from conditions import rendering
from conditions.digest import canonical, sha256
from conditions.editorial import options, withdrawals
from conditions.forms.decision import OfAnswer
from conditions.models import Notice, Publication


class Withdraw(OfAnswer):
    """Nothing goes to readers that whoever writes it has not seen as readers will: sent first, it is shown."""

    option = options.WITHDRAW
    page = "desk/withdraw.html"
    title = _("Withdraw this text")
    says = (
        _("Readers lose it at once. Its address stays, and shows the day, your reason and your advice."),
        _("A second person confirms within 24 hours. Until then, and also if nobody does, it stays withdrawn."),
    )
    done = _("The text is withdrawn. A colleague confirms it within 24 hours; those who can were written to.")

    previewed = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why is it taken down?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Readers see it. Like: It named a wrong dose."),
    )
    advice = forms.CharField(
        label=_("What should somebody do who acted on it?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Readers see it. Like: If you changed your medicine, call the clinic that prescribes it today."),
    )

    notice: Notice | None = None

    @property
    def button(self) -> Any:
        return _("Withdraw now") if self.notice else _("See what readers will see")

    @cached_property
    def ending(self) -> list[Publication]:
        """The text, and after it all that ends with it."""
        return withdrawals.ending_together(self.about.live) if self.about.live else []

    def rows(self) -> Iterable[Model]:
        return self.ending

    def shown(self) -> dict[str, Any]:
        return {"live": self.about.live, "with_it": self.ending[1:], "notice": self.notice}

    def moved(self) -> bool:
        """The first time it is shown as readers will see it; sent again as it was shown, it happens."""
        self.refuse_stale()
        told = {name: rendering.line(self.cleaned_data[name]) for name in ("reason", "advice")}
        self.notice = Notice(publication=self.about.live, on=self.about.on, **told)
        digest = sha256(canonical(told))
        if self.cleaned_data["previewed"] == digest:
            return super().moved()
        self.data: Any = self.data.copy()
        self.data["previewed"] = digest
        return False

    def move(self) -> None:
        given = self.cleaned_data
        withdrawals.withdraw(self.about.live, by=self.by, at=self.at, reason=given["reason"], advice=given["advice"])


class ConfirmWithdrawal(OfAnswer):
    option = options.CONFIRM
    page = "desk/confirm.html"
    title = _("Confirm the withdrawal")
    button = _("Confirm it")
    says = (
        _("You stand behind taking this text from readers, as a second person, with all that was withdrawn with it."),
        _("If you think that it should come back, do not confirm it: put it back, or ask another editor to."),
    )
    done = _("The withdrawal is confirmed.")

    @cached_property
    def together(self) -> list[Notice]:
        """The notice, and those of what was withdrawn in the same step."""
        if self.about.notice is None:
            return []
        waiting = Notice.objects.to_confirm().of_one_withdrawal(self.about.notice)
        return list(waiting.select_related("publication__answer", "publication__revision").order_by("pk"))

    def rows(self) -> Iterable[Model]:
        return self.together

    def shown(self) -> dict[str, Any]:
        notice = self.about.notice
        return {"notice": notice, "with_it": [each for each in self.together if each.pk != notice.pk]}

    def move(self) -> None:
        withdrawals.confirm_withdrawal(self.about.notice, by=self.by, at=self.at)


class Restore(OfAnswer):
    option = options.RESTORE
    page = "desk/restore.html"
    title = _("Put the text back")
    button = _("Put it back")
    says = (
        _("Readers get the very words that were withdrawn, with their former dates and sign-offs."),
        _("The notice of the withdrawal stays on record."),
    )
    done = _("Readers have the text again.")

    reason = forms.CharField(
        label=_("Why does it come back?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Readers see it under “What changed”."),
    )

    def rows(self) -> Iterable[Model]:
        return [self.about.last] if self.about.last else []

    def shown(self) -> dict[str, Any]:
        return {"last": self.about.last, "words": self.about.last.revision, "notice": self.about.notice}

    def move(self) -> None:
        withdrawals.restore(self.about.last, by=self.by, at=self.at, reason=self.cleaned_data["reason"])
