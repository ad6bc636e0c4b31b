"""How somebody leaves: with every word, or with their name alone (C8)."""

from django import forms
from django.utils.translation import gettext_lazy

from community.forms.steps import one_of
from community.models import Erasure


class Leaving(forms.Form):
    """Of somebody who worked or read here, and never joined."""

    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone."),
        error_messages={"required": gettext_lazy("Tick the box if you are sure.")},
    )


class Closing(Leaving):
    field_order = ("kind", "sure")

    kind = one_of(
        gettext_lazy("What shall happen to your stories?"),
        [
            (Erasure.Kind.WORDS, gettext_lazy("Erase everything")),
            (Erasure.Kind.NAME, gettext_lazy("Leave my stories without my name")),
        ],
    )
