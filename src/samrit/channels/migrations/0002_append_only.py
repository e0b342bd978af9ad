"""Steps, approvals, checks, attempts, verdicts, figures and looks are only ever added."""

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]

    operations = [
        protect("channels_deliverystep"),
        protect("channels_deliveryapproval"),
        protect("channels_deliverycheck"),
        protect("channels_providerwriteattempt"),
        protect("channels_attemptverdict"),
        protect("channels_metricsnapshot"),
        protect("channels_livenesslook"),
    ]
