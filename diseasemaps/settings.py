"""One file: the environment goes in, safe values come out, and a bad one stops the start (O4).

`DISEASEMAPS_MODE` is *production* unless it says *demonstration* or *test*; only those two have answers of
their own (demonstration.env) for what an operator must decide. docs/operating.md explains every name read here.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from diseasemaps import databases, kinds
from diseasemaps.environment import REQUIRED, Environment, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
environment = Environment()
read = environment.read

# --- What kind of site this is -------------------------------------------------------------------

MODE = read("DISEASEMAPS_MODE", kinds.one_of("production", "demonstration", "test"), "production")
PRODUCTION = MODE not in {"demonstration", "test"}
IN_PUBLIC = read("DISEASEMAPS_DEMONSTRATION_IN_PUBLIC", kinds.YES_OR_NO, False)
DEMONSTRATION = MODE == "demonstration" or IN_PUBLIC  # pages say so, and search engines are kept out
VAR = Path(read("DISEASEMAPS_VAR", kinds.FOLDER, str(BASE_DIR / "var")) or BASE_DIR / "var")
if not PRODUCTION:
    environment.defaults_from(BASE_DIR / "diseasemaps" / "demonstration.env")

DEBUG = read("DEBUG", kinds.YES_OR_NO, False)
SECRET_KEY = read("SECRET_KEY", kinds.SECRET, REQUIRED if PRODUCTION else kept_secret(VAR / f"{MODE}.key"))
ALLOWED_HOSTS = read("ALLOWED_HOSTS", kinds.HOSTS if PRODUCTION or IN_PUBLIC else kinds.LOCAL_HOSTS)

# --- What an operator must say about the site ----------------------------------------------------

SAID = {
    "name": kinds.text("the name of the site"),
    "address": kinds.address_at(ALLOWED_HOSTS),
    "publisher": kinds.text("the name of who runs the site"),
    "funding": kinds.text("a sentence that says who pays for the site"),
    "contact": kinds.text("an e-mail address or web address for readers"),
    "privacy_contact": kinds.text("an e-mail address or web address for privacy questions"),
    "reading_hours": kinds.text("when people read what is sent in, like “weekdays, 9 am to 5 pm”"),
    "countries": kinds.COUNTRIES,
    "reading_days": kinds.number("within how many days a person reads what is sent in", 1, 60),
    "minimum_age": kinds.number("a whole number of years", 13, 21),
    "searched_by": kinds.SEARCHED_BY,
    "lease": kinds.number("for how many minutes a moderator holds a case", 5, 240),
    "hard_texts": kinds.number("how many hard texts a moderator opens on one day", 1, 50),
}
UNSAID = {"name": "DiseaseMaps", "reading_days": 7, "minimum_age": 16, "searched_by": 5, "lease": 30, "hard_texts": 8}
DISEASEMAPS = {
    word: read(f"DISEASEMAPS_{word.upper()}", kind, UNSAID.get(word, REQUIRED)) for word, kind in SAID.items()
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
    "diseasemaps.invented.Invented",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "diseasemaps.middleware.SessionKeys",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conditions.accounts.devices.Devices",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "conditions.views.desk.kept.Keeper",
    "conditions.accounts.door.Door",
    "diseasemaps.middleware.Unpressed",
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

sqlite = f"sqlite:///{VAR / MODE}.sqlite3" if not PRODUCTION else REQUIRED
DATABASES = {"default": databases.opened(read("DATABASE_URL", kinds.DATABASE, sqlite), VAR)}
CACHES = {"default": read("CACHE_URL", kinds.CACHE, "db://diseasemaps_cache")}
if CACHES["default"] and CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    # With the usual 300 rows a flood would push the counts of its own limits out of the table (S5).
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 50_000}
STATIC_URL = "static/"
STATIC_ROOT = VAR / ("tests" if MODE == "test" else "") / "static"  # whitenoise reads all of it for every test client
STATICFILES_DIRS = [BASE_DIR / "diseasemaps" / "static"]
packed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": plain if MODE == "test" else packed},
}

# --- Mail ----------------------------------------------------------------------------------------

globals().update(read("EMAIL_URL", kinds.MAIL) or {})
# Django's own SMTP backend, which also tells what a failure proves.
EMAIL_BACKEND = globals().get("EMAIL_BACKEND", "").replace("django.core.mail.backends.smtp", "conditions.smtp")
EMAIL_FILE_PATH = globals().get("EMAIL_FILE_PATH") or VAR / "mail"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL", kinds.SENDER)

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
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "community:me"
ACCOUNT_ADAPTER = "conditions.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_RATE_LIMITS = {"signup": "20/h/ip", "login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "signup": "community.forms.accounts.Join",
    "add_email": "community.forms.accounts.NewEmail",
    "login": "conditions.accounts.forms.Login",
    "reset_password": "conditions.accounts.forms.ResetPassword",
    "reset_password_from_key": "conditions.accounts.forms.NewPassword",
    "set_password": "conditions.accounts.forms.SetPassword",
    "change_password": "conditions.accounts.forms.ChangePassword",
    "reauthenticate": "conditions.accounts.forms.ConfirmPassword",
}
MFA_ADAPTER = "conditions.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "conditions.accounts.forms.SignInCode",
    "reauthenticate": "conditions.accounts.forms.ConfirmCode",
    "activate_totp": "conditions.accounts.forms.ActivateApp",
    "authenticate_webauthn": "conditions.accounts.forms.SecondKey",
    "reauthenticate_webauthn": "conditions.accounts.forms.ConfirmKey",
    "login_webauthn": "conditions.accounts.forms.SignInKey",
    "add_webauthn": "conditions.accounts.forms.AddKey",
    "edit_webauthn": "conditions.accounts.forms.EditKey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# --- Languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGES_NO_NATIVE_READER_CHECKED = ["es"]  # the health page says so until somebody did
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "diseasemaps.formats"
TIME_ZONE = read("TIME_ZONE", kinds.TIME_ZONE, "UTC")

# --- Security ------------------------------------------------------------------------------------

HTTPS = read("DISEASEMAPS_HTTPS", kinds.YES_OR_NO, PRODUCTION)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = read("DISEASEMAPS_TRUSTED_PROXIES", kinds.number("how many proxies stand before the site", 0, 5), 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = CSRF_COOKIE_AGE = 14 * 24 * 3600
CSRF_FAILURE_VIEW = "conditions.views.problems.forgery"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors")}
    | {f"{kind}-src": [SELF] for kind in ("connect", "font", "img", "manifest", "script", "style")}
    | {"form-action": [SELF]}
}

# --- Logs ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "diseasemaps.logs.Lines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},  # it names the path and the query
    },
}

environment.refuse_if_bad()
