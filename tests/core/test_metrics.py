"""Numbers for operators: from this machine, or with the token, and never through a proxy that nobody named."""

import pytest

pytestmark = pytest.mark.django_db


def test_from_this_machine(client):
    assert b"firstdoor_audit_records" in client.get("/metrics").content


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}])
def test_not_through_a_proxy_that_nobody_named(client, headers):
    assert client.get("/metrics", headers=headers).status_code == 403


@pytest.mark.parametrize(("seen", "status"), [("203.0.113.9", 403), ("127.0.0.1", 200)])
def test_through_a_named_proxy_its_word_counts(client, settings, seen, status):
    settings.TRUSTED_PROXIES = 1
    assert client.get("/metrics", headers={"x-forwarded-for": seen}).status_code == status


def test_with_a_token_only_the_token_counts(client, settings):
    settings.METRICS_TOKEN = "secret"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer secret"}).status_code == 200
