"""Settings, read from the environment; the defaults suit one machine on loopback."""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.address import chosen_live_port, chosen_port
from config.database import CONNECT_SECONDS
from config.embedded import BASE_DIR, DATABASE_NAME, var_dir
from config.storage import attachments

VAR = var_dir()


def secret_key() -> str:
    """The key of this installation: `HAVARI_SECRET_KEY`, else one made once in `var/`."""
    if given := os.environ.get("HAVARI_SECRET_KEY"):
        return given
    path = VAR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = secret_key()
OLD_SECRET_KEYS = os.environ.get("HAVARI_OLD_SECRET_KEYS", "")
SECRET_KEY_FALLBACKS = [*filter(None, OLD_SECRET_KEYS.split(","))]
DEBUG = False
HTTPS = bool(os.environ.get("HAVARI_HTTPS"))
# How many proxies of ours stand before us: the last one that is not says who asks.
PROXIES = int(os.environ.get("HAVARI_PROXIES") or HTTPS)
HOSTS = os.environ.get("HAVARI_HOSTS", "")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, HOSTS.split(","))]
# Where people find this installation; links in mail begin with it.
ADDRESS = os.environ.get("HAVARI_ADDRESS", "").rstrip("/") or (
    f"https://{HOSTS.split(',')[0]}" if HOSTS else f"http://127.0.0.1:{chosen_port()}"
)
# Where browsers hear what is recorded: another port of the same host, or what a proxy hands on.
PORT, LIVE_PORT = chosen_port(), chosen_live_port()
LIVE_ADDRESS = os.environ.get("HAVARI_LIVE_ADDRESS", "").rstrip("/") or ("/live" if HTTPS else "")
NAMES = ["127.0.0.1", "localhost", *filter(None, HOSTS.split(","))]
LIVE_SOURCES = [f"http://{name}:{LIVE_PORT}" for name in NAMES]
if LIVE_ADDRESS:
    LIVE_SOURCES = [LIVE_ADDRESS] if LIVE_ADDRESS.startswith("http") else []
# Pages from which the stream may be read.
LIVE_ORIGINS = [
    *(f"http://{name}:{PORT}" for name in NAMES),
    *(f"https://{name}" for name in NAMES),
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in filter(None, HOSTS.split(","))]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_filters",
    "config",
    "core",
    "accounts",
    "audit",
    "incidents",
    "postmortems",
    "statements",
    "alerts",
    "insights",
    "search",
    "webhooks",
    "command",
    "imports",
    "notifications",
    "calendars",
    "checklists",
]
MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "statements.middleware.PublicPageMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "django.template.context_processors.i18n",
            ],
        },
    }
]

UNSTARTED = f"postgres:///{DATABASE_NAME}?host={VAR / 'postgres'}"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or UNSTARTED, conn_max_age=60, conn_health_checks=True
    )
}
# A server that does not answer is told of, not waited for.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", CONNECT_SECONDS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # What all web processes must count together.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "havari_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What each may keep for itself.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.RoleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Havari] "
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Many people behind one address must be able to sign in at the same moment; nobody may guess.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/10m/ip,3/10m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "accounts.forms.sign_in.ActivateAppForm",
    "add_webauthn": "accounts.forms.sign_in.AddPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Havari"
# Browsers offer passkeys on https and on http://localhost, nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

CSRF_FAILURE_VIEW = "core.views.stale_form"
FORM_RENDERER = "core.forms.Renderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("HAVARI_STATIC") or VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "attachments": attachments(Path(os.environ.get("HAVARI_ATTACHMENTS") or VAR / "attachments")),
}
# What is larger than a few hundred lines waits on the disk, never in memory.
FILE_UPLOAD_HANDLERS = [
    "core.files.upload.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.files.upload.DiskUpload",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# More than are taken: a form with too many keeps what was typed and says how many there may be.
DATA_UPLOAD_MAX_NUMBER_FILES = 100

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *LIVE_SOURCES],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# A failure is told where the program was started; without this Django keeps it to itself.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

# Mail is written into a folder until a mail server is named.
EMAIL_HOST = os.environ.get("HAVARI_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_PORT = int(os.environ.get("HAVARI_SMTP_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("HAVARI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HAVARI_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
# A relay on this machine or a trusted wire may do without.
EMAIL_USE_TLS = EMAIL_PORT != 465 and os.environ.get("HAVARI_SMTP_PLAIN") != "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HAVARI_MAIL_FROM", "havari@localhost")

PUBLISHED_PASSWORD = "learn-from-wrecks"  # noqa: S105 - everybody may know it
DEMO_PASSWORD = os.environ.get("HAVARI_DEMO_PASSWORD") or PUBLISHED_PASSWORD

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "core.api.description.ByModule",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttling.PersonThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": os.environ.get("HAVARI_API_RATE", "600/min"),
        "anon": "60/min",
        "alerts": os.environ.get("HAVARI_ALERT_RATE", "120/min"),
        "calendars": os.environ.get("HAVARI_CALENDAR_RATE", "60/min"),
    },
    "NUM_PROXIES": PROXIES,
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "core.api.problems.answer_refusal",
    "URL_FORMAT_OVERRIDE": None,
}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105 - a model, not a secret
# Its own table would stand empty beside ours.
MIGRATION_MODULES = {"knox": None}
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_MODEL": KNOX_TOKEN_MODEL}
SPECTACULAR_SETTINGS = {
    "TITLE": "Havari",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.description.name_refusals",
    ],
    "DESCRIPTION": "The incident record: read it, and write it through the same services as the"
    " pages. Times are UTC, counts are exact, refusals are problem details (RFC 9457).",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "reference": {
            "type": "string",
            "pattern": "^INC-[0-9]{4}-[0-9]{1,9}$",
            "example": "INC-2026-0001",
        },
        "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,50}$"},
    },
    "ENUM_NAME_OVERRIDES": {
        "Severity": "incidents.models.Severity",
        "IncidentStatus": "incidents.models.Status",
        "Category": "incidents.models.Category",
        "Malice": "incidents.models.Malice",
        "Discovery": "incidents.models.Discovery",
        "Milestone": "incidents.models.Milestone",
        "Precision": "incidents.models.Precision",
        "EntryKind": "incidents.models.Kind",
        "PassageKind": "search.selectors.kinds.Kind",
        "NotificationKind": "notifications.models.Kind",
        "NotificationWay": "notifications.models.Way",
        "NotificationPace": "notifications.models.Pace",
        "EventKind": "webhooks.models.EventKind",
        "Unit": "incidents.models.Unit",
        "Relation": "incidents.models.Relation",
        "FactorKind": "incidents.models.FactorKind",
        "ActionKind": "incidents.models.ActionKind",
        "BoundBasis": "incidents.bounds.Why",
        "Role": "incidents.models.Role",
        "LinkKind": "incidents.models.LinkKind",
        "NamedKind": "incidents.models.NamedKind",
        "PublicationAudience": "postmortems.models.Audience",
        "PostmortemStatus": "postmortems.models.PostmortemStatus",
        "WorkCalendar": "postmortems.models.WorkCalendar",
        "KeepingReason": "postmortems.models.KeepingReason",
        "WordingCategory": "postmortems.wording.rules.CATEGORIES",
        "StatementKind": "statements.models.StatementKind",
        "Audience": "statements.models.Audience",
        "FactKind": "statements.models.FactKind",
        "AlertSourceKind": "alerts.models.SourceKind",
        "AlertProof": "alerts.models.Proof",
        "StatementFormat": "statements.services.export.StatementFormat",
    },
}

# The checkpoint key lives outside the database, so that whoever can rewrite the
# tables still cannot sign the result.
AUDIT_KEY_FILE = Path(os.environ.get("HAVARI_AUDIT_KEY") or VAR / "keys" / "checkpoint.pem")
AUDIT_NEWEST_FILE = os.environ.get("HAVARI_AUDIT_NEWEST", "")
AUDIT_ORIGIN = os.environ.get("HAVARI_AUDIT_ORIGIN", "havari.local/log")

# Programs in private networks are told only where the organisation says so, over http too.
WEBHOOKS_TO_PRIVATE = os.environ.get("HAVARI_WEBHOOKS_TO_PRIVATE") == "1"

# Tasks wait in the same PostgreSQL, unless another broker is named.
DATABASE_AS_BROKER = "database://"
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or DATABASE_AS_BROKER
# A broker that is away is waited for, however long it takes.
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A database cannot broadcast, as orders to running workers would need.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = CELERY_BROKER_URL != DATABASE_AS_BROKER
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
