"""One settings file: what the host chose through LOSLATEN_* variables, and what is the same for every house."""

import os
from pathlib import Path

import django_htmx
from django.utils.translation import gettext_lazy as _

from loslaten.site import environment
from loslaten.site.tree import static_roots, tree_hash

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "loslaten"

# Sums for a page are small: threads that wait for each other cost more than they bring. Read when NumPy comes in.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# --- what the host chose -------------------------------------------------------------------------
DATA = environment.folder("DATA", ROOT / "data")
BACKUPS = environment.folder("BACKUPS", DATA / "backups")
HOST = environment.text("HOST", "127.0.0.1")
PORT = environment.number("PORT", 8000, most=65_535)
ADDRESS = environment.address("ADDRESS")
HELP_LINES = environment.text("HELP_LINES", "nl")
CARE_LINES = "loslaten.site.help_lines.of_themes"  # the library asks, and does not know the house
DEBUG = environment.switch("DEBUG")
DEMO = environment.switch("DEMO")
ADMIN = environment.path("ADMIN")
WORK = environment.choice("WORK", ["on", "off"]) == "on"
LANGUAGE_CODE = environment.choice("LANGUAGE", ["nl", "en"])
TIME_ZONE = environment.time_zone("TIME_ZONE", "Europe/Amsterdam")
SECRET_KEY = environment.secret("SECRET_KEY", DATA / "secret-key")
MAIL_HOUSE = environment.mail("EMAIL_URL")
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", f"loslaten@{ADDRESS.hostname if ADDRESS else 'localhost'}")
LETTERS_A_MINUTE = environment.number("LETTERS_A_MINUTE", 600, most=1_000_000)
LETTERS_BOUNCES = environment.mailbox("LETTERS_BOUNCES")
LETTERS_REPORTS = environment.choice(
    "LETTERS_REPORTS", ["none", "brevo", "mailjet", "postmark", "sendgrid", "sparkpost"]
)
ANYMAIL = {"WEBHOOK_SECRET": environment.shared("LETTERS_REPORTS_SECRET", needed=LETTERS_REPORTS != "none")}
DATABASES = {"default": environment.database("DATABASE_URL", DATA / "loslaten.sqlite3")}

HOUSE = f"http://{HOST}:{PORT}" if ADDRESS is None else f"{ADDRESS.scheme}://{ADDRESS.netloc}"

# --- who may knock -------------------------------------------------------------------------------
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", HOST] if ADDRESS is None else [str(ADDRESS.hostname)]
CSRF_TRUSTED_ORIGINS = [] if ADDRESS is None else [f"{ADDRESS.scheme}://{ADDRESS.netloc}"]
SECURE = ADDRESS is not None and ADDRESS.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# This name only. What else lives under it may still be http, and a browser that was told otherwise remembers it a year:
# that is for whoever looks after the whole name to say, in their proxy. Django would like it said here.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 24 * 60 * 60  # a guest's day; whoever says "bewaren" gets a year
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
CSRF_FAILURE_VIEW = "loslaten.site.errors.old_page"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # the largest honest form is a few hundred bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["loslaten.accounts.upload.NoFile"]  # two pages take a file, and bring a handler of their own

# --- mail ----------------------------------------------------------------------------------------
MAIL = MAIL_HOUSE is not None  # without one, the pages say that this house sends no mail
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = (
    MAIL_HOUSE or environment.NO_MAIL
)
EMAIL_TIMEOUT = 10
HELP_TEXTS = "loslaten.site.help_lines.in_this_language"  # every letter tells whom to call

# --- signing in ----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["loslaten.accounts.backend.NameAndPassphrase", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["username", "email"]},
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "yours"
ACCOUNT_ADAPTER = "loslaten.site.bring.HouseAdapter"
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False  # a guest may sign in; accounts/access.py leads the others on
ACCOUNT_CHANGE_EMAIL = True  # one address each
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody has to have an address; only a confirmed one gets a mail
ACCOUNT_FORMS = {
    "login": "loslaten.accounts.forms.SignInForm",
    "signup": "loslaten.accounts.forms.SignUpForm",
    "change_password": "loslaten.accounts.forms.ChangeForm",
    "reset_password": "loslaten.accounts.forms.ResetForm",
    "reset_password_from_key": "loslaten.accounts.forms.ResetKeyForm",
    "add_email": "loslaten.accounts.forms.EmailForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SIGNUP_REDIRECT_URL = "recovery_codes"
# Every limit looks back ten minutes, so that one sentence tells when to try again; one address may be a whole school.
ACCOUNT_RATE_LIMITS = {
    "login": "60/10m/ip",
    "login_failed": "30/10m/ip,10/10m/key",
    "signup": "20/10m/ip",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
    "recover": "20/10m/ip,10/10m/key",
    "passkey": "60/10m/ip",
    "passkey_add": "20/10m/user",
    "reauthenticate": "10/10m/user",
    "change_password": "10/10m/user",
    "change_name": "10/10m/user",
    "manage_email": "10/10m/user",
    "confirm_email": "3/10m/key",
    "letters": "20/10m/ip",
    "missed": "20/10m/ip",  # words the finder does not know: more are answered, and not counted
}
MFA_ADAPTER = "loslaten.accounts.adapter.Keys"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey stands for a passphrase: whoever holds the device is not enough
MFA_RECOVERY_CODE_DIGITS = 12
# With https somebody else takes the calls and says who called; without, a visitor could say anything.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "loslaten.accounts.limits.unreadable",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a flood of names must not push out what was counted
    },
    "template_fragments": {  # what is the same for everybody: drawings, the texts of the library; some twenty megabytes
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 1_500},
    },
}

# --- the same for every house --------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "loslaten.work",
    "loslaten.accounts",
    "loslaten.library",
    "loslaten.explore",
    "loslaten.practice",
    "loslaten.journal",
    "loslaten.patterns",
    "loslaten.programme",
    "loslaten.letters",
    "loslaten.api",
    "loslaten.site",
    "django.contrib.admin.apps.SimpleAdminConfig",  # its pages are there only where LOSLATEN_ADMIN names a place
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    # the writer's desk: only loslaten/library knows it, and its pages open only where LOSLATEN_DESK says so
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",  # the desk does not draw itself without these two; nobody is given leave to use them
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "loslaten.site.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "loslaten.accounts.stay.stay_signed_in",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "loslaten.site.errors.database_trouble",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
AUTH_USER_MODEL = "accounts.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "loslaten.site.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "loslaten.site.appearance.appearance",
                "loslaten.site.help_lines.nearby",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
USE_TZ = True

# Every file under one prefix that changes when any file changes, so a browser may keep them for ever.
HTMX = Path(django_htmx.__file__).parent / "static"
STATIC_ROOTS = [*static_roots(PACKAGE, "django.contrib.admin" if ADMIN else None), HTMX]
STATIC_HASH = tree_hash(STATIC_ROOTS)
STATIC_URL = f"/static/{STATIC_HASH}/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"class": "loslaten.site.log.Discreet", "format": "{levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # an address that leads nowhere is nobody's failure
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},  # what a writer does stands in the desk's own history, not here
    },
}

# --- the writer's desk ---------------------------------------------------------------------------
DESK = environment.segment("DESK", beside=ADMIN)
WAGTAILADMIN_LOGIN_URL = "/account/sign-in/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing asks another server, the desk neither
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_SITE_NAME = "Loslaten"
WAGTAILADMIN_BASE_URL = HOUSE
