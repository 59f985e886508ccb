"""One settings file. Everything an installation may change is an environment variable, listed in the reference."""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

# CPython's own SQLite may be older than 3.51.3, which can corrupt a write-ahead log with two writers.
try:
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
except ImportError:
    pass
import sqlite3  # noqa: E402  the one that was just put in its place

SAFE_WAL = (3, 51, 3)

HERE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("ALONGSIDE_HOME", HERE.parent / "var"))
DEBUG = os.environ.get("ALONGSIDE_DEBUG", "") == "1"
SECRET_KEY = os.environ.get("ALONGSIDE_SECRET_KEY", "")
if not SECRET_KEY:
    from alongside.site.secret import kept_secret

    SECRET_KEY = kept_secret(HOME)
ALLOWED_HOSTS = os.environ.get("ALONGSIDE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]", "*"}
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "treebeard",
    "alongside.kernel",
    "alongside.domain.places",
    "alongside.domain.people",
    "alongside.domain.instruments",
    "alongside.domain.programmes",
    "alongside.domain.mentors",
    "alongside.domain.agreements",
    "alongside.domain.pairings",
    "alongside.domain.plans",
    "alongside.domain.encounters",
    "alongside.ui",
    "alongside.web",
    # After web: of two templates with one name Django takes the first app's, and ours have our look.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "alongside.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.site.short_way.ShortWay",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "alongside.web.middleware.PersonMiddleware",
    "alongside.site.short_way.Rejoin",
    "alongside.ui.pages.DeclaredMiddleware",
]
ROOT_URLCONF = "alongside.site.urls"
WSGI_APPLICATION = "alongside.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "alongside.web.context.surroundings",
            ],
        },
    }
]


def _database(url: str) -> dict:
    """Return Django's settings for a DATABASE_URL, or for the embedded SQLite where there is none."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "alongside.sqlite3",
            # Closing the last connection empties the log and unlinks it: kept open, a record costs one sync, not three.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # Measured under simulated power cuts: with WAL and FULL, or DELETE and EXTRA, no acknowledged record
                # was lost; with WAL and NORMAL nine runs in ten lost some.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;"
                    if sqlite3.sqlite_version_info >= SAFE_WAL
                    else "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA mmap_size=0;"
                ),
            },
            "TEST": {"NAME": None},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(
            f"DATABASE_URL begins with {parts.scheme}://; Alongside knows postgres:// (or leave it out for SQLite)."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "people.UserAccount"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "alongside.web.accounts.ClosedSignup"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Alongside"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"

BEHIND_TLS = os.environ.get("ALONGSIDE_TLS", "") == "1"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not BEHIND_TLS
)  # browsers offer passkeys on this machine without TLS, elsewhere never
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LOCALE_PATHS = [HERE / "locale"]
# English is the source; another language is offered once its catalog is there.
LANGUAGES = [
    (code, name)
    for code, name in [
        ("en", "English"),
        ("fr", "Français"),
        ("pt", "Português"),
        ("sw", "Kiswahili"),
        ("ar", "العربية"),
    ]
    if code == "en" or (LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo").exists()
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("ALONGSIDE_TIME_ZONE", "Africa/Nairobi")

# The country (ISO 3166) whose phone numbers are written without their country code.
PHONE_REGION = os.environ.get("ALONGSIDE_PHONE_REGION", "KE")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("ALONGSIDE_PLAIN_STATIC") == "1"
        else "alongside.site.static.HashedStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or os.environ.get("ALONGSIDE_PLAIN_STATIC") == "1"
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 120  # ODK Collect sends a record with up to 100 files at once
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
