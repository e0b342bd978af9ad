"""What this installation publishes of its audit chain, for programs: anyone may read it, witnesses may co-sign."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from samrit.core.contract import Refused
from samrit.core.dossier.publishing import published_text
from samrit.platform.checkpoints import accept_witness, proof_between, published

_LARGEST = 20_000


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def checkpoints(request: HttpRequest) -> HttpResponse:
    """The list of checkpoints; POST: the signature of a witness under one of them (it proves itself)."""
    if request.method != "POST":
        return HttpResponse(published_text(published()), content_type="application/json", headers=_OPEN)
    length = request.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        return _said("say how long it is", 411)
    if len(length) > len(str(_LARGEST)) or int(length) > _LARGEST:
        return _said("too large", 413)
    try:
        kept = accept_witness(json.loads(request.body))
    except Refused as refused:
        return _said(f"{refused.what.en}: {refused.mend.en}", 409)
    except (ValueError, RecursionError):
        return _said("this is not JSON", 400)
    return _said("kept" if kept else "kept before", 201 if kept else 200)


@require_GET
def proof(request: HttpRequest) -> HttpResponse:
    """That the chain of `second` entries goes on from that of `first`: the hashes of RFC 6962's proof."""
    try:
        first, second = (int(request.GET.get(name, "")[:18]) for name in ("first", "second"))
        found = proof_between(first, second)
    except (ValueError, IndexError):
        return _said("first and second are numbers of entries, 0 < first <= second", 404)
    return JsonResponse({"first": first, "second": second, "proof": found}, headers=_OPEN)


_OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=300"}


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
