"""How somebody is concerned: the role in which a member writes, and in which they join a community (C13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    PERSON = "person", _("Person with the condition")
    RISK = "risk", _("Carrier or at risk")
    WAITING = "waiting", _("Waiting for a diagnosis")
    BEFORE = "before", _("Had it before")
    UNSAID = "unsaid", _("Rather not say")
    PARENT = "parent", _("Parent")
    CARER = "carer", _("Carer")
    PARTNER = "partner", _("Partner")
    RELATIVE = "relative", _("Relative")
    BEREAVED = "bereaved", _("Bereaved")


# Who writes of nobody's health but their own: no other person has to agree.
OWN = (Relation.PERSON, Relation.RISK, Relation.WAITING, Relation.BEFORE, Relation.UNSAID)
