"""Who looks after an answer: a colleague whom an editor named, until another one is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conditions.models.answers import Answer


class Owner(models.Model):
    """It gives no right: what somebody may do stands in their grants. Whoever leaves looks after nothing any more."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="owner", verbose_name=_("answer"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="owned", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("owner of an answer")
        verbose_name_plural = _("owners of answers")

    def __str__(self) -> str:
        return f"{self.answer}: {self.user}"
