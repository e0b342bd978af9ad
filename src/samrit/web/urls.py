"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("samrit.web.office.urls")),
]
handler404 = "samrit.web.office.views.front.not_found"
handler500 = "samrit.web.office.views.front.broken"
