"""Stores the confirmed and unconfirmed figures of one account in a file that all processes of this machine share.

`figures.json` is in the account's folder, beside `reading.json`. Other tools may read it: `schema` (1) and `limits`, a
list of `id`, `confirmed` (the last confirmed figure), `doubtful` (the newest figure while it waits for a second reading
to agree, else null), `odd` (how many readings in a row were unconfirmed), `told` (the last figure of the statusline),
`answered` (the last confirmed figure of any other source), `risen_from` (the figure before a large rise that one
reading alone has shown, else null) and `reset_early` (when the running window began before its
time: `at`, and the figure `before`; else null). A figure has `percent`, `resets_at`, `source` and `read_at`, as in
`reading.json`. The file is written when a figure changes, so `read_at` may lag behind that of the source. Times are
UTC, ISO 8601. Unknown keys are preserved.
The file is replaced in one step, by the process that holds the account's lock. This module must not know which figure
is confirmed, nor why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from loguru import logger
from pydantic import BaseModel, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from brim.backend.readings.figures import LimitFigures
from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.readonly import is_read_only
from brim.backend.system.stateformat import FORMAT, Percent, Time
from brim.errors import StateError
from brim.model.usage import EarlyReset, Figure, Source
from brim.privatefiles import is_there
from brim.words import statefiles as words

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.readings.figures import FiguresByLimit

FILE_NAME = "figures.json"


class FigureFile(BaseModel):
    """One figure of one source."""

    model_config = FORMAT

    percent: Percent = Field(default=None, description="percent used; null when not started")
    resets_at: Time | None = Field(default=None, description="when the window resets")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when the figure was true")

    def value(self) -> Figure:
        """The figure as a frozen value."""
        return Figure(self.percent, self.resets_at, Source(self.source), self.read_at)


def _or_none(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    """A part that cannot be used is not known; the others count."""
    try:
        return validate(value)
    except ValidationError:
        return None


class EarlyResetFile(BaseModel):
    """An early reset in `figures.json`."""

    model_config = FORMAT

    at: Time = Field(description="when the first figure after it was read")
    before: FigureFile = Field(description="the last confirmed figure before it")

    def value(self) -> EarlyReset:
        """The early reset as a frozen value."""
        return EarlyReset(self.at, self.before.value())


class LimitFile(BaseModel):
    """One limit in `figures.json`."""

    model_config = FORMAT

    id: str = Field(description="kind, or kind:scope name")
    confirmed: FigureFile | None = Field(default=None, description="the last confirmed figure")
    doubtful: FigureFile | None = Field(default=None, description="waits for a second reading to agree")
    odd: int = Field(default=0, ge=0, description="how many readings in a row were unconfirmed")
    told: FigureFile | None = Field(default=None, description="the last figure of the statusline")
    answered: Annotated[FigureFile | None, WrapValidator(_or_none)] = Field(
        default=None, description="the last confirmed figure of any other source"
    )
    risen_from: Annotated[FigureFile | None, WrapValidator(_or_none)] = Field(
        default=None, description="the figure before a large rise that one reading alone has shown"
    )
    reset_early: Annotated[EarlyResetFile | None, WrapValidator(_or_none)] = Field(
        default=None, description="when the window began before its time"
    )

    def value(self) -> LimitFigures:
        """The figures of the limit as a frozen value."""
        stored = (self.confirmed, self.doubtful, self.told, self.answered, self.risen_from)
        confirmed, unconfirmed, statusline, answer, risen_from = (
            None if figure is None else figure.value() for figure in stored
        )
        early_reset = None if self.reset_early is None else self.reset_early.value()
        return LimitFigures(confirmed, unconfirmed, self.odd, statusline, answer, risen_from, early_reset)


class FiguresFile(BaseModel):
    """`figures.json`."""

    model_config = FORMAT

    limits: tuple[LimitFile, ...] = Field(default=(), description="every limit that was ever read, until it is old")


class FigureStore:
    """The figures of one account, in a file and in memory."""

    def __init__(self, folder: Path | None) -> None:
        """Share the file in `folder`; with None, store everything in memory only."""
        self._path = None if folder is None else folder / FILE_NAME
        self._figures: FiguresByLimit = {}
        self._unsaved = folder is None
        self._loaded_version = self._file_version()
        self._log = logger.bind(account=folder.name if folder is not None else "simulated")

    @property
    def changed_by_others(self) -> bool:
        """Whether another process has changed the file since this one loaded or saved it. Opens no file."""
        return not self._unsaved and self._loaded_version != self._file_version()

    def load(self) -> FiguresByLimit:
        """The figures, from the file or, when it could not be written, from memory."""
        if self._path is None or self._unsaved:
            return self._figures
        if self._figures and not is_there(self._path):  # somebody removed it
            self.save(self._figures)
            return self._figures
        self._loaded_version = self._file_version()  # before the file is read: a change meanwhile must not be missed
        data = read_object(self._path)
        try:
            content = FiguresFile.model_validate(data or {})
        except ValidationError as error:
            set_aside(self._path, words.invalid_value_count(error.error_count()))
            content = FiguresFile()
        self._figures = {limit.id: limit.value() for limit in content.limits}
        return self._figures

    def save(self, figures: FiguresByLimit) -> None:
        """Replace the figures. When the file cannot be written, they stay in memory and the log says so once."""
        self._figures = dict(figures)
        if self._path is None or is_read_only():
            return
        limits = tuple(_limit_file(limit, stored) for limit, stored in figures.items())
        try:
            old_content = read_object(self._path) or {}
            write_object(self._path, old_content | {"schema": 1} | FiguresFile(limits=limits).model_dump(mode="json"))
        except StateError as error:
            if not self._unsaved:
                self._log.info("{} Until then Brim goes on from memory.", error)  # the gate has warned already
            self._unsaved = True
        else:
            self._unsaved = False
            self._loaded_version = self._file_version()

    def _file_version(self) -> object:
        return None if self._path is None else file_version(self._path)


def _limit_file(limit: str, stored: LimitFigures) -> LimitFile:
    confirmed, doubtful, told, answered, risen_from = (
        None if figure is None else FigureFile.model_validate(figure)
        for figure in (stored.confirmed, stored.unconfirmed, stored.statusline, stored.answer, stored.risen_from)
    )
    early = None if stored.early_reset is None else EarlyResetFile.model_validate(stored.early_reset)
    return LimitFile(
        id=limit,
        confirmed=confirmed,
        doubtful=doubtful,
        odd=stored.unconfirmed_count,
        told=told,
        answered=answered,
        risen_from=risen_from,
        reset_early=early,
    )
