"""What holds everywhere."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from samrit.settings import oidc

PACKAGE = Path(__file__).resolve().parent.parent

INSTALLED_APPS = [
    "samrit.people",
    "samrit.platform",
    "samrit.districts",
    "samrit.results",
    "samrit.evidence",
    "samrit.publicity",
    "samrit.site",
    "samrit.surveys",
    "samrit.channels",
    "samrit.verification",
    "samrit.scoring",
    "samrit.exchange",
    "samrit.reports",
    "samrit.api",
    "samrit.web.shared",
    "samrit.web.office",
    "samrit.web.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "samrit.web.shared.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samrit.web.shared.language.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "samrit.web.shared.first_password.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samrit.web.shared.sizes.SizeMiddleware",
    "samrit.web.shared.nul.NulMiddleware",
]
ROOT_URLCONF = "samrit.web.urls"
WSGI_APPLICATION = "samrit.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "samrit.web.shared.context.shell",
            ],
            "string_if_invalid": "",
        },
    }
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["samrit.web.shared.signed_in.OfficeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"samrit.people.passwords.{rule}"} for rule in ("Length", "Unlike", "Uncommon", "NotOnlyDigits")
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "samrit.people.sign_in.StaffAdapter"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "30/m/ip,5/15m/key"}
"""Sign-ins a minute from one address; wrong passwords of one account before it is locked, and for how long."""
SOCIALACCOUNT_ADAPTER = "samrit.people.oidc.OfficeIdentityAdapter"
SAMRIT_OIDC: dict[str, str] = {}
"""The identity provider (see `settings.oidc`); empty: sign-in by password and passkey only."""
SOCIALACCOUNT_PROVIDERS = oidc.providers(SAMRIT_OIDC)
SAMRIT_PID_KEY = ""
"""The key under which national identity numbers are hashed. Whoever changes it must enter all numbers anew."""
SAMRIT_SIGNING_KEY = ""
"""The secret from which the installation's signing key is made (`platform.signing`)."""
SAMRIT_FORMER_SIGNING_KEY = ""
"""The secret before, for as long as it takes to hand over to the new key."""
SAMRIT_NAME = "สัมฤทธิ์"
"""How this installation calls itself where it signs for its whole chain."""
SAMRIT_WITNESSES: tuple[str, ...] = ()
"""The public keys (hex) of the installations that may co-sign our checkpoints."""
SAMRIT_TIME_AUTHORITY = ""
"""Where checkpoints are stamped with the time (RFC 3161); none where empty."""
SAMRIT_TOKEN_KEYS = ""
"""Keys, newest first, with blanks between: the first encrypts the channels' tokens, the others open older ones."""
SAMRIT_DOCTOR = ("samrit.channels.health.API_VERSIONS", "samrit.channels.health.TOKEN_KEYS")
"""Looks of the doctor in parts above `platform`: each a name and what looks."""
SAMRIT_PUBLIC_ADDRESS = ""
"""Where the public reaches us (`https://…`): short links and the files that platforms fetch begin with it."""
SAMRIT_PLATFORM_APPS: dict[str, dict[str, str]] = {}
"""The city's applications on the platforms: facebook, tiktok, youtube, each with its `id` and `secret`."""
SAMRIT_PLATFORMS_AT = ""
"""Where all platforms are reached instead of their own addresses: the emulators of tests and of the demo."""
SAMRIT_PDF_CERTIFICATE, SAMRIT_PDF_PASSPHRASE = "", ""
"""The office's certificate with its key (a PKCS #12 file) that seals approved papers; none are sealed without."""
SAMRIT_GARUDA = ""
"""The picture (PNG, SVG) of the emblem for papers that the office holds; its place stays empty without."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:week"
LOGOUT_REDIRECT_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "samrit.people.passkeys.AddPasskeyForm",
    "edit_webauthn": "samrit.people.passkeys.EditPasskeyForm",
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "platform_cachedvalue",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
"""Jobs wait in the database that they are about, so that they are asked for in the same transaction."""
SAMRIT_LEASE_SECONDS = 60
"""How long a job stays with a worker that says nothing: then it was killed, and another worker does the job."""
SAMRIT_SCHEDULES: dict[str, tuple[str, str]] = {
    "scoring.scores": ("samrit.scoring.tasks.keep_scores", "01:00"),
    "platform.checkpoint": ("samrit.platform.tasks.publish_checkpoint", "02:00"),
    "channels.accounts": ("samrit.channels.tasks.watch_accounts", "05:40"),
    "exchange.traffy": ("samrit.exchange.tasks.ask_traffy", "04:10"),
    "exchange.old_calls": ("samrit.exchange.tasks.forget_old_calls", "03:20"),
    "platform.old_jobs": ("samrit.platform.tasks.forget_old_jobs", "03:00"),
    "reports.drawn_papers": ("samrit.reports.tasks.forget_drawn_papers", "03:30"),
    "site.captures": ("samrit.site.tasks.take_missing_captures", "02:30"),
    "publicity.reminders": ("samrit.publicity.tasks.send_reminders", "06:30"),
    "publicity.digest": ("samrit.publicity.tasks.send_daily_digests", "07:00"),
    "exchange.line": ("samrit.exchange.tasks.send_line_digests", "07:00"),
}
"""What comes back every day: name → (task, hour in Bangkok). The task is given the day."""
SAMRIT_WAKES: dict[str, tuple[str, str]] = {
    "scoring.accepted": ("samrit.scoring.tasks.scores_due", "samrit.scoring.tasks.keep_accepted"),
    "channels.lanes": ("samrit.channels.tasks.lanes_due", "samrit.channels.tasks.run_lane"),
    "exchange.webhooks": ("samrit.exchange.tasks.webhooks_due", "samrit.exchange.tasks.tell_webhooks"),
    "exchange.urgent": ("samrit.exchange.tasks.urgent_due", "samrit.exchange.tasks.send_urgent"),
}
"""What is due by its own rows: name → (what gives keys and arguments of the jobs, the task that does one)."""

SAMRIT_POLICY_TRACKING: dict[str, str] = {}
"""Where packages of BMA Policy Tracking are sent (`url`, `key`); empty: people enter them there by hand."""
SAMRIT_TRAFFY = False
"""Whether districts show what residents report nearby. Its open service names no terms of use: each office decides."""
SAMRIT_TRAFFY_ACCOUNT: dict[str, str] = {}
"""The office's account of Traffy's exchange API (`user`, `password`); empty: the open search only."""
SAMRIT_WEBHOOK_PRIVATE: tuple[str, ...] = ()
"""Hosts that webhooks may tell although they lie in a private network, or speak http."""
SAMRIT_API_CALLS = 600
"""Calls of the API that one token may make in a minute."""
SAMRIT_API_WRONG_TOKENS = 30
"""Calls with a wrong token that one network may make in a minute."""

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
"""A plan of 400 lines has eight fields in each."""

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

SAMRIT_SITE = ""
"""The origin of the public site, such as https://creative-districts.example; "": the first host that is served."""
SAMRIT_CAPTURE: tuple[str, ...] = ("net", "within")
"""How a published page is fetched for its capture, the first that answers: over the net as everybody does, or from
within this program; () takes no captures."""
SAMRIT_CAPTURE_BROWSER = True
"""Whether captures are taken by Chromium where it and Playwright are installed."""
SAMRIT_PAGE_CACHE = True
"""Whether whole public pages are kept until anything changes (`web.public.front`)."""
SAMRIT_MAP_TILES, SAMRIT_MAP_ATTRIBUTION = "", ""
"""Raster tiles behind the map (`https://…/{z}/{x}/{y}.png`) and whose they are; none: only our own shapes."""
SAMRIT_MAP_FILE = ""
"""A PMTiles archive behind the map instead, served from here."""
SAMRIT_DATA_EMAIL = ""
"""Where to write about the open data; it stands in the catalogue as `maintainer_email`."""
SAMRIT_KEEP_PARTS = True
"""Whether public pages use scores and lists again until anything changes; tests write rows past the audit chain."""
SAMRIT_KEPT_PAGES = ""
"""The folder of public pages that are shown while the database is away; "" keeps them in memory only."""
SAMRIT_MAINTENANCE = ""
"""The file whose presence closes the office for maintenance (`samrit manage maintenance`)."""
ALLAUTH_TRUSTED_PROXY_COUNT = 0
SAMRIT_DEMO = False
"""Sign-in cards for every role on the front page: `settings.demo` only."""
