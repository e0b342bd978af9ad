"""Where the API lives, and its reference."""

from __future__ import annotations

from django.urls import path

from samrit.api import pages
from samrit.api.application import api

urlpatterns = [
    path("docs/", pages.contents, name="api_reference"),
    path("docs/<slug:tag>/", pages.resource, name="api_resource"),
    path("", api.urls),
]
