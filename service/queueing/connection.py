"""Connections to Redis (or Valkey), with time-outs for what they are used for."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def connect_for_ringing(redis_url: str) -> Redis:
    """A client that gives up fast: a request must not wait for a Redis that is gone or frozen.

    Without retries, because a reply that was lost would ring twice.
    """
    return Redis.from_url(
        redis_url, socket_timeout=0.5, socket_connect_timeout=0.25, retry=Retry(NoBackoff(), 0)
    )


def connect_for_working(redis_url: str) -> Redis:
    """A client for an RQ worker, which blocks while it waits for a job."""
    return Redis.from_url(
        redis_url, socket_connect_timeout=2, socket_keepalive=True, health_check_interval=30
    )
