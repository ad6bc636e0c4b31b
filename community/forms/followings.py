"""How somebody who follows something wants to be told."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from community.forms.steps import one_of
from community.models import Following

HERE, MAIL = "here", "mail"


class Follow(forms.Form):
    way = one_of(
        gettext_lazy("How shall we tell you?"),
        [
            (HERE, gettext_lazy("In my account alone")),
            (MAIL, gettext_lazy("In my account, and by mail that there is something")),
        ],
        help_text=gettext_lazy("Mail comes at most once a day. It does not say what it is about."),
    )

    def __init__(self, data: QueryDict | None = None, *, now: Following | None) -> None:
        before: dict[str, Any] = {"way": MAIL if now.by_mail else HERE} if now else {}
        super().__init__(data, initial=before, label_suffix="")

    @property
    def by_mail(self) -> bool:
        return bool(self.cleaned_data["way"] == MAIL)
