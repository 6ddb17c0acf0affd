"""`/metrics` for operators: counts by kind of page, never by person, place or voice. In Prometheus' text format."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstdoor.core.limits import address_of
from firstdoor.core.models import AuditHead, Outbox, Schedule


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What waits, what failed, what is late. With FIRSTDOOR_METRICS_TOKEN as bearer, or from this machine without one."""
    if not _allowed(request):
        # Not a 404: of an address without a language that becomes a redirect to a municipality of that name.
        return HttpResponseForbidden("Only for operators: from this machine, or with the token.\n", "text/plain")
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    letters = Gauge("firstdoor_letters", "Letters in the outbox", ["state"], registry=registry)
    for state, n in Outbox.objects.values_list("state").annotate(n=Count("pk")):
        letters.labels(state).set(n)
    oldest = Outbox.objects.filter(state="waiting").aggregate(oldest=Min("made_at"))["oldest"]
    waiting = Gauge("firstdoor_oldest_letter_seconds", "Age of the oldest letter that waits", registry=registry)
    waiting.set((timezone.now() - oldest).total_seconds() if oldest else 0)
    records = Gauge("firstdoor_audit_records", "Records in all audit chains", registry=registry)
    records.set(sum(AuditHead.objects.values_list("seq", flat=True)))
    late = Gauge("firstdoor_schedule_late_seconds", "How late scheduled work is", ["name"], registry=registry)
    for name, next_at in Schedule.objects.values_list("name", "next_at"):
        late.labels(name).set(max(0.0, (timezone.now() - next_at).total_seconds()))
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


def _allowed(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # Behind a proxy on this machine that nobody has told us of (FIRSTDOOR_TRUSTED_PROXIES), everybody seems to be here.
    if not settings.TRUSTED_PROXIES and ("X-Forwarded-For" in request.headers or "Forwarded" in request.headers):
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
