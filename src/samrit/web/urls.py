"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

from samrit.web.shared import language

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", language.choose, name="set_language"),
    path("api/v1/", include("samrit.api.urls")),
    path("", include("samrit.web.public.urls")),
    path("", include("samrit.web.public.site_urls", namespace="site")),
    path("en/", include("samrit.web.public.site_urls", namespace="site-en")),
    path("", include("samrit.web.office.urls")),
]
handler400 = "samrit.web.public.views.faults.refused"
handler404 = "samrit.web.public.views.faults.not_found"
handler500 = "samrit.web.office.views.front.broken"
