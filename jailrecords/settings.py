"""Settings. Without DATABASE_URL this is a laptop; with it, every other value
must be given.
"""

import os
from datetime import timedelta
from pathlib import Path

from jailrecords import environment
from jailrecords.local.paths import place
from jailrecords.timetable import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent
PLACE = place()
LOCAL = environment.is_local()

# --- Where things are --------------------------------------------------------

if LOCAL:
    SECRET_KEY = environment.generated_once(
        PLACE.keys / "secret-key", environment.new_secret_key
    )
    TEXT_KEYS = environment.text_keys(
        "TEXT_KEYS",
        environment.generated_once(PLACE.keys / "text-keys", environment.new_text_keys),
    )
    RECORD_KEYS = environment.text_keys(
        "RECORD_KEYS",
        environment.generated_once(
            PLACE.keys / "record-keys", environment.new_text_keys
        ),
    )
    CONTINUITY_KEYS = environment.text_keys(
        "CONTINUITY_KEYS",
        environment.generated_once(
            PLACE.keys / "continuity-keys", environment.new_text_keys
        ),
    )
    CHECKPOINT_KEY = environment.signing_key(
        "CHECKPOINT_KEY",
        environment.generated_once(
            PLACE.keys / "checkpoint-key", environment.new_text_keys
        ),
    )
    DEBUG = environment.flag("DEBUG", default=True)
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    DATABASES = {"default": environment.database("DATABASE_URL", PLACE.app_url)}
    DATABASE_OWNER = environment.database("DATABASE_OWNER_URL", PLACE.owner_url)
    CELERY_BROKER_URL, CACHE_URL = PLACE.broker_url, PLACE.cache_url
    BEAT_SCHEDULE_FILE = PLACE.beat_schedule
else:
    SECRET_KEY = environment.secret_key("SECRET_KEY")
    TEXT_KEYS = environment.text_keys("TEXT_KEYS", os.environ.get("TEXT_KEYS", ""))
    RECORD_KEYS = environment.text_keys(
        "RECORD_KEYS", os.environ.get("RECORD_KEYS", "")
    )
    CONTINUITY_KEYS = environment.text_keys(
        "CONTINUITY_KEYS", os.environ.get("CONTINUITY_KEYS", "")
    )
    CHECKPOINT_KEY = environment.signing_key(
        "CHECKPOINT_KEY", os.environ.get("CHECKPOINT_KEY", "")
    )
    DEBUG = environment.flag("DEBUG", default=False)
    ALLOWED_HOSTS = environment.words(
        "ALLOWED_HOSTS", "the site's host names, with commas"
    )
    DATABASES = {
        "default": environment.database("DATABASE_URL", os.environ["DATABASE_URL"])
    }
    # Only for commands that change tables: web, worker and scheduler run
    # without it.
    DATABASE_OWNER = (
        environment.database("DATABASE_OWNER_URL", os.environ["DATABASE_OWNER_URL"])
        if os.environ.get("DATABASE_OWNER_URL")
        else None
    )
    _redis = environment.required("REDIS_URL", "redis://host:6379")
    CELERY_BROKER_URL = environment.redis("REDIS_URL", _redis, 0)
    CACHE_URL = environment.redis("REDIS_URL", _redis, 1)
    BEAT_SCHEDULE_FILE = Path(os.environ.get("BEAT_SCHEDULE_FILE", "beat-schedule"))

# Where the sheets for when the system is down are put. Copy it to where it can be reached
# without this machine.
CONTINUITY_DIR = Path(os.environ.get("CONTINUITY_DIR", PLACE.state / "continuity"))

# Anybody may sign in as anybody: for looking around on a laptop, nowhere else.
DEMO_SIGN_INS = LOCAL and DEBUG

# Who signs in by password shows a second factor too. A laptop may go without.
SECOND_FACTOR_REQUIRED = environment.flag(
    "SECOND_FACTOR_REQUIRED", default=not DEMO_SIGN_INS
)

# Sign-on through the county's OpenID provider; without it there is no such button.
COUNTY_SIGN_ON = environment.sign_on(may_be_local=DEBUG)
# Whether a second factor that the provider says it has checked is asked for again here.
OIDC_TRUSTS_FACTOR = environment.flag("OIDC_TRUSTS_FACTOR", default=False)

# --- What it is made of ------------------------------------------------------

INSTALLED_APPS = [
    "jailrecords",
    "compliance",
    "disclosures",
    "warrants",
    "bookings",
    "access",
    "audit",
    "guardian",
    "simple_history",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",  # its widgets' templates, beside ours
    "csp",
]

MIDDLEWARE = [
    "jailrecords.middleware.HealthMiddleware",
    "jailrecords.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jailrecords.middleware.NoStoreMiddleware",
    "jailrecords.middleware.OneWritingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "access.middleware.ViewerMiddleware",
    "access.middleware.RefusalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Not auth's: its `perms` would ask for permissions in a template.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "access.context_processors.viewer",
            ],
        },
    },
]

FORM_RENDERER = "jailrecords.forms.UswdsRenderer"
ROOT_URLCONF = "jailrecords.urls"
WSGI_APPLICATION = "jailrecords.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Who may -----------------------------------------------------------------

AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "access:sign_in"
AUTHENTICATION_BACKENDS = ["access.backends.PolicyBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "access.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "access.passwords.BreachedPasswordValidator"},
    {"NAME": "access.passwords.OwnWordsValidator"},
]
# SHA-1 hashes of passwords that became known elsewhere, in the order of the hashes
# (docs/reference/passwords.md). Without it the few thousand of Django's own list count.
BREACHED_PASSWORDS_FILE = os.environ.get("BREACHED_PASSWORDS_FILE", "")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# The account answers for itself; guardian adds nothing to it, and has no
# anonymous user.
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
# Database triggers write the history tables, also for bulk and raw SQL
# (docs/adr).
SIMPLE_HISTORY_ENABLED = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # asks for guardian's own backend; only the policy may answer
]

# --- Sessions, cookies, headers ----------------------------------------------

_secure = not DEBUG
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A session is over after twelve hours by its row (access.steps). The cookie lives on for
# a while, so that its holder can be told why.
SESSION_COOKIE_AGE = int(timedelta(hours=24).total_seconds())
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
# Browsers keep a __Host- cookie only from this very host, over TLS, for every
# path.
SESSION_COOKIE_NAME = "__Host-session" if _secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _secure else "csrf"

SECURE_SSL_REDIRECT = _secure
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _secure
# Not "no-referrer": with it browsers send `Origin: null`, and every form is
# refused (CSRF).
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_TLS_PROXY = environment.flag("BEHIND_TLS_PROXY", default=False)
if BEHIND_TLS_PROXY:
    # The proxy must set this header itself, whatever the client sent; and the last
    # hop of X-Forwarded-For (access.arrivals).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "img-src": ["'self'", "data:"],
    },
}

# --- Time, language, files ---------------------------------------------------

# Folders of fonts for papers, beside those that come with typst: for scripts that these
# do not have (docs/reference/papers.md).
DOCUMENT_FONTS = [
    Path(folder)
    for folder in os.environ.get("DOCUMENT_FONTS", "").split(os.pathsep)
    if folder
]

# A CSV file with the county's own telephone numbers of courts: code, telephone, source
# (docs/adr). Where a court has none, no paper of it is ever confirmed.
COURT_TELEPHONES = os.environ.get("COURT_TELEPHONES", "")

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Straight from the sources on a laptop: nothing has to be collected first.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
_static_storage = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}

# --- Cache and tasks ---------------------------------------------------------

# Nothing personal is cached, and no decision.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
    }
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = int(timedelta(minutes=30).total_seconds())
# A task unacknowledged for longer is given to another worker: above the
# longest task.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(BEAT_SCHEDULE_FILE)
CELERY_BEAT_SCHEDULE = TIMETABLE

# --- What is uploaded ---------------------------------------------------------

# Never on a disk: a photo or a paper would lie there as it came. What is larger than
# this, in bytes, is not kept: its size alone is.
FILE_UPLOAD_HANDLERS = ["jailrecords.uploads.BoundedUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- Mail --------------------------------------------------------------------

# Counts and links alone: no person's data is ever in a mail.
_mail = environment.mail("EMAIL_URL", default="consolemail://" if LOCAL else "")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds: whoever invites waits for it
if LOCAL and not os.environ.get("EMAIL_URL"):
    # No letter leaves a laptop: each is a file beside the database.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = PLACE.state / "letters"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", f"jail-records@{ALLOWED_HOSTS[0]}")
# Where the links in a mail lead.
SITE_URL = os.environ.get(
    "SITE_URL", "http://127.0.0.1:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")

# --- Logs --------------------------------------------------------------------

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "jailrecords.logs.LineFormatter", "show_messages": DEBUG}
    },
    "filters": {"impersonal": {"()": "jailrecords.logs.Impersonal"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["impersonal"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django gives these two handlers of their own; ours is the only one.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        # It would name each passkey.
        "fido2": {"level": "WARNING"},
        # Whoever scans the address could otherwise fill the disk with it.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Three lines for each task, every five seconds: what fails is said all the same.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
