"""`manage.py doctor`: says what the health page says, and ends with 1 while the site is not ready."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conditions.health import findings


class Command(BaseCommand):
    help = "Says what is wrong with the site and what to do. Ends with exit code 1 while the site is not ready."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings(timezone.now())
        for finding in found:
            sign = self.style.ERROR("stops the site") if finding.stops else self.style.WARNING("wants attention")
            self.stdout.write(f"{sign}: {finding.problem}\n    {finding.remedy}")
        if any(finding.stops for finding in found):
            raise CommandError("Not ready.")
        self.stdout.write(self.style.SUCCESS("Ready."))
