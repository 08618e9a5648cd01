"""What is believed of each limit of one account, shared by all processes of this machine.

`figures.json` in the account's folder, beside `reading.json`. Other tools may read it: `schema` (1) and `limits`, a
list of `id`, `confirmed` (the last confirmed figure), `doubtful` (the newest one while it waits for a second reading to
agree, else null), `odd` (doubtful readings in a row) and `told` (what the statusline said last). A figure has
`percent`, `resets_at`, `source` and `read_at`, as in `reading.json`. It is written when a figure changes, so `read_at`
may lag behind that of the source. Times are UTC, ISO 8601. Keys that are not known here are kept. The file is replaced
in one step, by whoever holds the account's lock. This module must not know which figure is believed, nor why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.readings.plausibility import ConfirmedFigure
from brim.backend.system.files import file_version, is_read_only, read_object, set_aside, write_object
from brim.backend.system.stateformat import Time
from brim.errors import StateError
from brim.model.usage import Figure, Source
from brim.words import settings as wrong

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.readings.plausibility import ConfirmedFigures

NAME = "figures.json"
_SHAPE = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)


class FigureFile(BaseModel):
    """What one source said at one time."""

    model_config = _SHAPE

    percent: float | None = Field(default=None, description="percent used; null when not started")
    resets_at: Time | None = Field(default=None, description="when the window starts anew")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when the figure was true")

    def value(self) -> Figure:
        """The figure that the file tells."""
        return Figure(self.percent, self.resets_at, Source(self.source), self.read_at)


class LimitFile(BaseModel):
    """One limit in `figures.json`."""

    model_config = _SHAPE

    id: str = Field(description="kind, or kind:scope name")
    confirmed: FigureFile | None = Field(default=None, description="the last confirmed figure")
    doubtful: FigureFile | None = Field(default=None, description="waits for a second reading to agree")
    odd: int = Field(default=0, ge=0, description="doubtful readings in a row")
    told: FigureFile | None = Field(default=None, description="what the statusline said last")

    def value(self) -> ConfirmedFigure:
        """The belief that the file tells."""
        figures = (None if one is None else one.value() for one in (self.confirmed, self.doubtful, self.told))
        held, doubtful, told = figures
        return ConfirmedFigure(held, doubtful, self.odd, told)


class FiguresFile(BaseModel):
    """`figures.json`."""

    model_config = _SHAPE

    limits: tuple[LimitFile, ...] = Field(default=(), description="every limit that was ever read, until it is old")


class ConfirmedStore:
    """The beliefs about one account, in a file and in memory."""

    def __init__(self, folder: Path | None) -> None:
        """Share through `folder`; with None, keep all in memory."""
        self._path = None if folder is None else folder / NAME
        self._beliefs: ConfirmedFigures = {}
        self._unsaved = folder is None
        self._mark = self._marked()
        self._log = logger.bind(account=folder.name if folder is not None else "simulated")

    @property
    def news(self) -> bool:
        """Whether another process has changed the file since it was loaded or kept here; opens no file."""
        return not self._unsaved and self._mark != self._marked()

    def load(self) -> ConfirmedFigures:
        """What is believed, from the file or, when it could not be written, from memory."""
        if self._path is None or self._unsaved:
            return self._beliefs
        self._mark = self._marked()  # before it is read: a change meanwhile is news
        data = read_object(self._path)
        try:
            content = FiguresFile.model_validate(data or {})
        except ValidationError as error:
            set_aside(self._path, wrong.invalid_value_count(error.error_count()))
            content = FiguresFile()
        self._beliefs = {one.id: one.value() for one in content.limits}
        return self._beliefs

    def keep(self, beliefs: ConfirmedFigures) -> None:
        """Replace what is believed; when the disk refuses, remember it and say so once."""
        self._beliefs = dict(beliefs)
        if self._path is None or is_read_only():
            return
        limits = tuple(_file(name, belief) for name, belief in beliefs.items())
        try:
            kept = read_object(self._path) or {}
            write_object(self._path, kept | {"schema": 1} | FiguresFile(limits=limits).model_dump(mode="json"))
        except StateError as error:
            if not self._unsaved:
                self._log.info("{} Until then Brim goes on from memory.", error)  # the gate has warned already
            self._unsaved = True
        else:
            self._unsaved = False
            self._mark = self._marked()

    def _marked(self) -> object:
        return None if self._path is None else file_version(self._path)


def _file(name: str, belief: ConfirmedFigure) -> LimitFile:
    confirmed, doubtful, told = (
        None if one is None else FigureFile.model_validate(one) for one in (belief.held, belief.doubtful, belief.told)
    )
    return LimitFile(id=name, confirmed=confirmed, doubtful=doubtful, odd=belief.odd, told=told)
