"""One file: the environment goes in, safe values come out, and a bad one stops the start (O4).

`DISEASEMAPS_MODE` is *production* unless it says *demonstration* or *test*; only those two have answers of
their own for what an operator must decide. `docs/operating.md` explains every name read here.
"""

from pathlib import Path
from zoneinfo import available_timezones

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from diseasemaps.environment import Environment, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
environment = Environment()
read = environment.read

# --- What kind of site this is -------------------------------------------------------------------

MODE = read(
    "DISEASEMAPS_MODE",
    "str",
    "production",
    allowed="production, demonstration or test",
    holds={"production", "demonstration", "test"}.__contains__,
)
PRODUCTION = MODE == "production"
VAR = Path(read("DISEASEMAPS_VAR", "str", str(BASE_DIR / "var"), allowed="a folder that the site may write to"))
if not PRODUCTION:
    environment.defaults_from(BASE_DIR / "diseasemaps" / "demonstration.env")

DEBUG = read("DEBUG", "bool", False, allowed="true or false")
SECRET_KEY = read(
    "SECRET_KEY",
    "str",
    ... if PRODUCTION else kept_secret(VAR / f"{MODE}.key"),
    allowed="a random text of at least 50 characters",
    holds=lambda key: len(key) >= 50,
)
ALLOWED_HOSTS = read(
    "ALLOWED_HOSTS",
    "list",
    ... if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"],
    allowed="the site's host names, separated by commas",
    holds=lambda hosts: all(hosts) and "*" not in hosts,
)

# --- What an operator must say about the site ----------------------------------------------------


def said(name: str, allowed: str) -> str:
    """A sentence that readers see; production cannot start without it."""
    return str(read(f"DISEASEMAPS_{name}", "str", allowed=allowed, holds=lambda text: bool(text.strip())))


def is_country_list(codes: list[str]) -> bool:
    return bool(codes) and all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)


DISEASEMAPS = {
    "name": read("DISEASEMAPS_NAME", "str", "DiseaseMaps", allowed="the name of the site"),
    "publisher": said("PUBLISHER", "the name of who runs the site"),
    "funding": said("FUNDING", "a sentence that says who pays for the site"),
    "contact": said("CONTACT", "an e-mail address or web address for readers"),
    "privacy_contact": said("PRIVACY_CONTACT", "an e-mail address or web address for privacy questions"),
    "reading_hours": said("READING_HOURS", "when people read what is sent in, for example “weekdays, 9 am to 5 pm”"),
    "countries": read(
        "DISEASEMAPS_COUNTRIES",
        "list",
        allowed="two-letter codes of the countries served, in capitals, separated by commas, for example GB,IE",
        holds=is_country_list,
    ),
    "minimum_age": read(
        "DISEASEMAPS_MINIMUM_AGE",
        "int",
        16,
        allowed="a whole number of years from 13 to 21",
        holds=lambda age: 13 <= age <= 21,
    ),
}

# --- Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "diseasemaps.apps.DiseaseMapsConfig",
    "community.apps.CommunityConfig",
    "conditions.apps.ConditionsConfig",
    "diseasemaps.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
]
MIDDLEWARE = [
    "diseasemaps.middleware.RequestIdentity",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "diseasemaps.urls"
WSGI_APPLICATION = "diseasemaps.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diseasemaps.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "house"
CRISPY_FAIL_SILENTLY = False

# --- Data ----------------------------------------------------------------------------------------

database = read(
    "DATABASE_URL",
    "dj_db_url",
    ... if PRODUCTION else f"sqlite:///{VAR / MODE}.sqlite3",
    allowed="like postgresql://user:password@host:5432/name, or sqlite:////folder/file.sqlite3",
    holds=lambda parsed: parsed["ENGINE"].rsplit(".", 1)[1] in {"sqlite3", "postgresql"} and bool(parsed["NAME"]),
)
if not isinstance(database, dict):
    database = {"ENGINE": "django.db.backends.dummy"}  # refused below, with every other complaint
if database["ENGINE"].endswith("sqlite3"):
    # Writers queue instead of failing; REPLACE meets the delete guards (conditions/guards.py).
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
    database["TEST"] = {"NAME": VAR / "test-suite.sqlite3"}
elif database["ENGINE"].endswith("postgresql"):
    database["OPTIONS"] = {**database.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8, "timeout": 10}}
DATABASES = {"default": database}
CACHES = {
    "default": read(
        "CACHE_URL",
        "dj_cache_url",
        "db://diseasemaps_cache",
        allowed="like db://diseasemaps_cache or redis://localhost:6379/1 (limits must hold across processes)",
        holds=lambda parsed: parsed["BACKEND"].endswith(("DatabaseCache", "RedisCache")),
    )
}
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "diseasemaps" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail ----------------------------------------------------------------------------------------

mail = read(
    "EMAIL_URL",
    "dj_email_url",
    allowed="like smtp+tls://user:password@host:587, or file: for files under var/mail",
    holds=lambda parsed: "EMAIL_BACKEND" in parsed,
)
for name, value in (mail or {}).items():
    globals()[name] = value
EMAIL_FILE_PATH = (mail or {}).get("EMAIL_FILE_PATH") or VAR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read(
    "DEFAULT_FROM_EMAIL",
    "str",
    ... if PRODUCTION else "no-reply@demonstration.invalid",
    allowed="the address that mail is sent from, like no-reply@example.org",
    holds=lambda address: "@" in address and "\n" not in address,
)

# --- People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "conditions.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"  # quick, for invented people in tests only
    if MODE == "test"
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "community:me"
ACCOUNT_ADAPTER = "conditions.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = DISEASEMAPS["name"] or ""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# --- Languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = read(
    "TIME_ZONE",
    "str",
    "UTC",
    allowed="the name of a time zone, like Europe/London",
    holds=available_timezones().__contains__,
)

# --- Security ------------------------------------------------------------------------------------

HTTPS = read("DISEASEMAPS_HTTPS", "bool", PRODUCTION, allowed="true or false")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = read(
    "DISEASEMAPS_TRUSTED_PROXIES",
    "int",
    0,
    allowed="how many proxies stand before the site, from 0 to 5",
    holds=lambda count: 0 <= count <= 5,
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "conditions.views.problems.forgery"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

# --- Logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "diseasemaps.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

environment.close()
