"""Where the API lives."""

from __future__ import annotations

from django.urls import path

from samrit.api.application import api

urlpatterns = [path("", api.urls)]
