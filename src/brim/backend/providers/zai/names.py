"""How z.ai is called, its servers, and how often it may be asked. It imports nothing else of this folder."""

from __future__ import annotations

from brim.backend.providers.pollingpolicy import PollingPolicy

NAME = "zai"
SERVER = "https://api.z.ai"
CHINA = "https://open.bigmodel.cn"
"""The same service for China; its keys are of no use at the other one."""
POLICY = PollingPolicy(shortest_interval=300.0, sees_activity=False)
"""The vendor documents no limit for this request; five minutes is what peers do at most."""
