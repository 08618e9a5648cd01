"""An OpenTelemetry receiver on the loopback interface, which reads each body with the official schema."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

from google.protobuf.json_format import Parse, ParseError
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class OtlpReply:
    """What the receiver answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = "{}"


@dataclass
class Receiver:
    """A running receiver."""

    endpoint: str
    replies: list[OtlpReply] = field(default_factory=list)
    """Given first, one for each request."""
    bodies: list[ExportMetricsServiceRequest] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def numbers(self, index: int = -1) -> dict[str, float]:
        """The sum of each metric of a request."""
        [resource] = self.bodies[index].resource_metrics
        return {
            metric.name: sum(
                point.as_int or point.as_double for point in (metric.gauge.data_points or metric.sum.data_points)
            )
            for metric in resource.scope_metrics[0].metrics
        }


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """A receiver for the time of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.times.append(time.monotonic())
            receiver.paths.append(self.path)
            receiver.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = receiver.replies.pop(0) if receiver.replies else OtlpReply()
            content = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                receiver.bodies.append(Parse(content, ExportMetricsServiceRequest()))
            except ParseError as error:
                reply = OtlpReply(400, body=str(error))
            self.send_response(reply.status)
            for key, value in ({"Content-Type": "application/json"} | dict(reply.headers)).items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body.encode())

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
