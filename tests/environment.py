"""Set before anything else, so that the suite never meets an operator's own settings."""

import os

for name in [
    name for name in os.environ if name.startswith("DISEASEMAPS_") and not name.startswith("DISEASEMAPS_TEST_")
]:
    del os.environ[name]
for name in ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "CACHE_URL", "TIME_ZONE", "DEBUG", "DEFAULT_FROM_EMAIL"):
    os.environ.pop(name, None)
os.environ["DISEASEMAPS_MODE"] = "test"
# Playwright's loop runs in the thread of the test, which Django would take for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
