"""One row of a transcript of Claude Code: whether it reports an answer of a model, and which.

The fields are those that Claude Code 2.1.330 writes; every one may be absent, null or of another type. Whatever is odd
elsewhere in a row, an answer in it counts. This module must not know files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from brim.backend.providers.claude.modelnames import plain_model
from brim.backend.providers.claude.oddrows import object_of
from brim.backend.transcripts.answer import Answer, Place, PriceClass
from brim.backend.transcripts.counts import MOST_TOKENS, count_of
from brim.backend.transcripts.rowtimes import seconds_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NEEDLE = b'"output_tokens"'
"""It stands in each row that reports an answer, however its JSON is spaced."""
_SYNTHETIC = "<synthetic>"
"""The model of rows that Claude Code writes in place of an answer."""
_NAME_LETTERS = 1024
_MOST_MEANT = 1_000
_Count = Annotated[int, msgspec.Meta(ge=0, le=MOST_TOKENS)] | None


class _Cache(msgspec.Struct, gc=False):
    ephemeral_5m_input_tokens: _Count = 0
    ephemeral_1h_input_tokens: _Count = 0


_NO_SPLIT = _Cache()


class _Tools(msgspec.Struct, gc=False):
    web_search_requests: _Count = 0


class _Iteration(msgspec.Struct, gc=False):
    input_tokens: _Count = 0
    cache_creation_input_tokens: _Count = 0
    cache_read_input_tokens: _Count = 0


class _Usage(msgspec.Struct, gc=False):
    input_tokens: _Count = 0
    cache_creation_input_tokens: _Count = 0
    cache_read_input_tokens: _Count = 0
    output_tokens: _Count = 0
    cache_creation: _Cache | None = None
    server_tool_use: _Tools | None = None
    inference_geo: str | None = None
    iterations: list[_Iteration] | None = None
    speed: str | None = None


class _Message(msgspec.Struct, gc=False):
    model: str | None = None
    id: str | None = None
    usage: _Usage | None = None


class _Row(msgspec.Struct, gc=False, rename="camel"):
    """Its fields stand in the order of Claude Code, in which they are found at once."""

    is_sidechain: bool | None = None
    cwd: str | None = None
    session_id: str | None = None
    type: str | None = None
    timestamp: str | None = None
    message: _Message | None = None
    is_api_error_message: bool | None = None


class _Named(msgspec.Struct, gc=False):
    """The name of a row, which counts where its message has none; few rows are read a second time for it."""

    uuid: str | None = None


_COUNTS = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")
_decode, _decode_name = msgspec.json.Decoder(_Row).decode, msgspec.json.Decoder(_Named).decode


class RowParser:
    """Parses the rows of one transcript."""

    def __init__(self, place: Place, bands: Mapping[str, int]) -> None:
        """`place` counts where a row does not say.

        `bands`: for each model that has a second price, from how many tokens of a prompt on.
        """
        self._place, self._bands = place, bands
        self._meant: dict[tuple[str | None, ...], tuple[Place, PriceClass, int | None]] = {}

    def parse(self, raw: bytes | bytearray | memoryview) -> tuple[str, Answer] | None:
        """The id of an answer and what this row says of it; None for any other row."""
        row: _Row | None
        try:
            row = _decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            row = _lenient(bytes(raw))
        if row is None or row.type != "assistant" or (message := row.message) is None or row.is_api_error_message:
            return None
        usage, key, at = message.usage, message.id or _uuid_of(raw), seconds_of(row.timestamp)
        if usage is None or message.model == _SYNTHETIC or not key or at is None:
            return None
        told = row.session_id, row.cwd, message.model, usage.speed, usage.inference_geo
        place, price_class, band = self._meant.get(told) or self._new_meaning(*told)
        if band is not None and max(map(_prompt, usage.iterations or (usage,))) > band:
            price_class = price_class._replace(long=True)
        written, split = usage.cache_creation_input_tokens or 0, usage.cache_creation or _NO_SPLIT
        write_5m, write_1h = split.ephemeral_5m_input_tokens or 0, split.ephemeral_1h_input_tokens or 0
        if write_5m + write_1h != written:
            write_5m, write_1h = _cache_writes(written, write_5m, write_1h)
        tools = usage.server_tool_use
        return key, Answer(
            at,
            row.is_sidechain is True,
            place,
            price_class,
            usage.input_tokens or 0,
            usage.output_tokens or 0,
            write_5m,
            write_1h,
            usage.cache_read_input_tokens or 0,
            0 if tools is None else tools.web_search_requests or 0,
        )

    def _new_meaning(
        self, session: str | None, cwd: str | None, model: str | None, speed: str | None, geo: str | None
    ) -> tuple[Place, PriceClass, int | None]:
        """The place, the class, and from how many tokens of a prompt on it has a second price."""
        base = self._place
        place = Place(_name(session or base.session), _name(cwd or base.project), base.root, base.provider)
        name, fast, regional = plain_model(_name(model or "unknown"))
        price_class = PriceClass(name, fast or speed == "fast", geo == "us", regional)
        told, meant = (session, cwd, model, speed, geo), (place, price_class, self._bands.get(name))
        if _is_short(told):
            if len(self._meant) >= _MOST_MEANT:
                self._meant.clear()
            self._meant[told] = meant
        return meant


def _uuid_of(raw: bytes | bytearray | memoryview) -> str | None:
    try:
        return _decode_name(raw).uuid
    except msgspec.DecodeError:
        return None


def _is_short(told: tuple[str | None, ...]) -> bool:
    """Whether it can be kept: texts of megabytes would add up."""
    return sum(len(text) for text in told if text is not None) <= 4 * _NAME_LETTERS


def _cache_writes(total: int, five_minutes: int, one_hour: int) -> tuple[int, int]:
    """Tokens written for five minutes and for an hour; what the split leaves out of the total was for five minutes."""
    if total and one_hour > total:
        one_hour = total
    return max(total - one_hour, five_minutes), one_hour


def _prompt(part: _Usage | _Iteration) -> int:
    """All tokens that one request sent."""
    return (part.input_tokens or 0) + (part.cache_creation_input_tokens or 0) + (part.cache_read_input_tokens or 0)


def _name(text: str) -> str:
    """A name that every encoding can hold, and not a page long."""
    return text.encode("utf-8", "replace").decode()[:_NAME_LETTERS]


def _lenient(raw: bytes) -> _Row | None:
    """A row with values of unexpected types: each one that is as expected counts, the others are absent."""
    data = object_of(raw, NEEDLE)
    message = _object(data, "message")
    usage = _object(message, "usage")
    if not isinstance(data, dict) or message is None or usage is None:
        return None
    return _Row(
        is_sidechain=data.get("isSidechain") is True,
        cwd=_text(data, "cwd"),
        session_id=_text(data, "sessionId"),
        type=_text(data, "type"),
        timestamp=_text(data, "timestamp"),
        message=_Message(_text(message, "model"), _text(message, "id") or _text(data, "uuid"), _lenient_usage(usage)),
        is_api_error_message=data.get("isApiErrorMessage") is True,
    )


def _lenient_usage(usage: Mapping[str, object]) -> _Usage:
    split, tools, iterations = (
        _object(usage, "cache_creation"),
        _object(usage, "server_tool_use"),
        usage.get("iterations"),
    )
    return _Usage(
        cache_creation=None if split is None else _Cache(*(count_of(split, name) for name in _Cache.__struct_fields__)),
        server_tool_use=None if tools is None else _Tools(count_of(tools, "web_search_requests")),
        inference_geo=_text(usage, "inference_geo"),
        iterations=[
            _Iteration(*(count_of(part, name) for name in _Iteration.__struct_fields__))
            for part in (iterations if isinstance(iterations, list) else ())
            if isinstance(part, dict)
        ],
        speed=_text(usage, "speed"),
        **{name: count_of(usage, name) for name in _COUNTS},
    )


def _object(data: object, name: str) -> dict[str, object] | None:
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, dict) else None


def _text(data: Mapping[str, object], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) else None
