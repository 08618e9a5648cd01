"""How the simulated account is called, and how often it is asked. It imports nothing else of this folder."""

from __future__ import annotations

from brim.backend.providers.demo.scenario import STORY_SECONDS
from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "demo"
POLICY = PollingPolicy(
    interval=2.0,
    quiet_interval=2.0,
    away_interval=2.0,
    jitter=0.0,
    min_request_gap=0.0,
    burst_window=0.0,
    block_backoff=6.0,
    connect_backoff=2.0,
    after_reset=0.05,
    before_reset=0.0,
    after_wake=0.0,
    check_interval=2.0,
    watched_check_interval=2.0,
    max_wait=STORY_SECONDS,
    max_server_wait=STORY_SECONDS,
)
