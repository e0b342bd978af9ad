"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samrit.settings.local")
django = get_wsgi_application()

from samrit.web.public.front import Front  # noqa: E402 -- needs the settings

application = Front(django)
