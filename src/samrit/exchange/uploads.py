"""Files that programs send before they name them in a call; what nobody named is forgotten after a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from samrit.exchange.models import KeyedCall, Upload
from samrit.people.models import User
from samrit.platform.files import clean_name, store_file

KEPT = dt.timedelta(hours=24)


@transaction.atomic(durable=True)
def keep_upload(user: User, chunks: Iterable[bytes], *, file_name: str) -> Upload:
    """Keeps a file for this account. The same content under the same name is the same upload: sent again, nothing more.

    Raises Refused for a file that is not kept.
    """
    file, name = store_file(chunks), clean_name(file_name)
    row, _made = Upload.objects.get_or_create(user=user, file=file, file_name=name)
    return row


def forget_old() -> dict[str, int]:
    """Deletes answers and uploads that nobody can ask for any more; gives how many rows went.

    Contents stay: files are kept by content, and another row may name the same.
    """
    before = timezone.now() - KEPT
    calls, _ = KeyedCall.objects.filter(begun_at__lt=before).delete()
    uploads, _ = Upload.objects.filter(at__lt=before).delete()
    return {"calls": calls, "uploads": uploads}
