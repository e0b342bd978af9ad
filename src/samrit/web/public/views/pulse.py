"""One question on a district's page, indicative only: without cookies, and without knowing who answers."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from samrit.core.contract import Refused
from samrit.platform.language import spoken
from samrit.site import queries
from samrit.site.actions.pulse import answer_pulse
from samrit.site.enums import PageKind
from samrit.surveys.disclosure import hidden
from samrit.surveys.slowing import hashed, network_of, salt_of, take
from samrit.web.public.page import link, public_form, show
from samrit.web.public.views.faults import too_much

TOKENS = 6
"""Of a network's bucket (60, and 20 more a minute): ten answers at once, then three a minute."""


@csrf_exempt
@public_form
def pulse(request: HttpRequest, slug: str) -> HttpResponse:
    """The question with what was answered so far. There is no session to forge: it needs no token against that."""
    shown = queries.page(PageKind.DISTRICT, slug)
    if shown is None:
        raise Http404
    said = ""
    if request.method == "POST":
        if not _let_in(request):
            return too_much(request)
        try:
            answer_pulse(shown.districts[0], request.POST.get("answer", ""))
        except Refused as refused:
            said = f"{spoken(refused.what)}: {spoken(refused.mend)}"
        else:
            return redirect(link("pulse", slug))
    answers = queries.pulse_of(shown.districts[0])
    shut = hidden(dict(answers))
    context = {
        "page": shown,
        "answers": [(label, None if label in shut else number) for label, number in answers],
        "total": sum(number for _label, number in answers),
        "said": said,
        "section": "districts",
        "crumbs": [(link("districts"), _("ย่านสร้างสรรค์")), (link("district", slug), shown.title)],
    }
    return show(request, "pulse", context, status=422 if said else 200)


def _let_in(request: HttpRequest) -> bool:
    """Whether this network may answer once more now."""
    network = network_of(get_adapter().get_client_ip(request) or "")
    with transaction.atomic():
        return take(hashed(salt_of(timezone.localdate()), "pulse", network), TOKENS)
