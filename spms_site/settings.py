"""Django settings. Settings that differ between clinics come from the environment (see README)."""

from datetime import timedelta
from pathlib import Path

from spms_site import environment

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_FOLDER = environment.state_folder(BASE_DIR)
SECRET_KEY = environment.secret_key(STATE_FOLDER)
DEBUG = environment.yes_or_no("DEBUG")

address = environment.site_address()
SITE_ADDRESS = address.geturl()
SECURE = address.scheme == "https"
LOOPBACK = address.hostname in environment.LOCAL  # the site shows before it is opened (ADR 0048)
ALLOWED_HOSTS = [address.hostname, *environment.extra_hosts()]
if not SECURE:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "guidance",
    "spms_site.apps.Site",
    "spms_site.staff_area.StaffArea",
    "spms_site.staff_area.Accounts",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "spms_site.sign_in",  # after the apps whose models it unregisters from the admin
]

MIDDLEWARE = [
    "spms_site.headers.ResponseHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "spms_site.headers.ReadableRequests",
    "django.middleware.security.SecurityMiddleware",
    "guidance.views.errors.WrongMethods",
    "guidance.delivery.PublishedPages",
    "spms_site.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "spms_site.sign_in.guard.StaffOnly",
    "axes.middleware.AxesMiddleware",
    "spms_site.not_open.OnlyStaffUntilOpened",
]

ROOT_URLCONF = "spms_site.urls"
WSGI_APPLICATION = "spms_site.wsgi.application"
FORCE_SCRIPT_NAME = ""  # links never depend on a SCRIPT_NAME in the request

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
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "spms"
CRISPY_TEMPLATE_PACK = "spms"

SQLITE_OPTIONS = {
    # Measured choice, see docs/adr/0002: no lock error under writers, no loss at power failure.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;PRAGMA cache_size=-16000;"
    ),
}
DATABASES = {"default": environment.database(STATE_FOLDER)}
if DATABASES["default"]["ENGINE"] == environment.SQLITE:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | DATABASES["default"].get("OPTIONS", {})
    environment.make_private(environment.sqlite_files(DATABASES["default"]["NAME"]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = ["spms_site.sign_in.hashers.LimitedPBKDF2PasswordHasher"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses accounts that are locked out
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
OTP_TOTP_ISSUER = f"SPMS guide ({address.hostname})"

# Lock-out at sign-in: five wrong passwords or codes for one name from one address.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # attempts do not prolong a lock-out
AXES_LOCKOUT_CALLABLE = "spms_site.sign_in.views.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = False
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
TRUSTED_PROXIES = environment.trusted_proxies()
if TRUSTED_PROXIES:
    # The header lacks the last proxy, and a client can forge the addresses at its beginning.
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"]
    AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES - 1
    IPWARE_STRICT = False

LANGUAGE_CODE = "en-us"
USE_I18N = True
TIME_ZONE = environment.time_zone()
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.static_folder(STATE_FOLDER)
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static/icons"  # icons that browsers request at the root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "spms_site.static_files.Storage"},
}

SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = (
    environment.strict_transport_security()  # sent by https only
)
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is the clinic's choice: browsers refuse http even if https ends
    "security.W005",  # the clinic decides on subdomains, which others may run
    "security.W021",  # the clinic decides on the preload list, which takes months to leave
]
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz|healthz)$"]  # requested inside the network without TLS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 60 * 60  # the guard of sign_in ends sessions earlier
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_AGE = None  # deleted when the browser is closed, as the answers of the walk are
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SECURE else []
CSRF_FAILURE_VIEW = "guidance.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
WALK_COOKIE_SECURE = SECURE
SECOND_REVIEWER = environment.yes_or_no("SECOND_REVIEWER", True)
READERS_FROM_MEMORY = True  # in processes that serve the site; tests query the database
SECURITY_CONTACT = environment.security_contact(f"{SITE_ADDRESS}/about/")
DATA_UPLOAD_MAX_MEMORY_SIZE = 500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000  # a therapy with all its rows in the admin

# The name is that of Django 6, whose middleware will replace the one in headers.py.
SECURE_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
STAFF_CSP = {**SECURE_CSP, "script-src": ["'self'"], "frame-src": ["'self'"]}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Invalid requests (400 to 413) are not logged here, so that nobody can fill the disk with
        # them. The proxy counts them.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
    },
}
