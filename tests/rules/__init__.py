"""The house rules that ruff and mypy cannot see, as functions over the syntax tree, and who watches over the others.

Each rule is `(File) -> Iterator[Violation]`. What it lets pass is data with a reason beside it.

Rule                                                        watched by
--------------------------------------------------------------------------------------------------------------
Configuration
  BaseSettings, one get_settings(), `__` between names      models.settings_are_read_once
  Field(description=...) for all fields                     models.fields_are_described
  SecretStr for passwords and tokens                        models.secrets_are_secret, ruff S105-S107
  no os.environ, os.getenv                                  ruff TID251; where ruff looks away: imports.nothing_banned
  no hardcoded configuration values                         review
  no mutable default in Field()                             models.defaults_are_immutable, ruff RUF012, B006
Type hints
  every parameter and every return value                    mypy strict, ruff ANN
  X | None, dict, list; no Optional, List, Dict, Union      ruff UP006, UP007, UP045, TID251
  from __future__ import annotations                        form.future_import_comes_first
  no bare Any without comment                               form.any_has_a_comment, ruff ANN401
Generics
  PEP 695; no TypeVar, no Generic                           ruff UP046, UP047, UP040, TID251
Async
  no blocking call in a coroutine, to_thread instead        conduct.coroutines_do_not_block, ruff ASYNC
  no time.sleep(), no asyncio.get_event_loop()              ruff TID251, ASYNC251
  asynccontextmanager for resources                         review, ruff SIM115
HTTP
  httpx.AsyncClient, not requests nor httpx.get             ruff TID251
  tenacity for retries, a timeout for every client          conduct.http_retries_and_times_out
  rate limits handled                                       tests of the client, the gate and the cadence
Logging
  loguru, not logging                                       ruff TID251
  context through bind()                                    conduct.log_context_is_bound
  JSON in production                                        tests of logs
Pydantic
  StrEnum, ConfigDict(use_enum_values=True)                 models.enums_are_str_enums, models.enum_values_are_used
  default_factory, description, SecretStr                   as above
Naming
  PascalCase, snake_case                                    ruff N
  UPPER_SNAKE constants                                     form.constants_are_upper_case
  modules                                                   form.modules_are_named_plainly

The design's own rules: order.order_holds, imports.rooms_keep_their_libraries, conduct.broad_except_is_named,
form.suppressions_have_a_reason, form.sizes_hold, form.nothing_of_this_machine, conduct.tests_leave_our_code_alone,
conduct.words_stand_in_one_room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules import conduct, form, imports, models, order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.rules.syntax import File, Violation

type Rule = Callable[[File], Iterator[Violation]]

RULES: tuple[Rule, ...] = (
    form.future_import_comes_first,
    form.modules_are_named_plainly,
    form.constants_are_upper_case,
    form.any_has_a_comment,
    form.suppressions_have_a_reason,
    form.sizes_hold,
    form.nothing_of_this_machine,
    order.order_holds,
    imports.rooms_keep_their_libraries,
    imports.nothing_banned,
    models.fields_are_described,
    models.defaults_are_immutable,
    models.secrets_are_secret,
    models.enums_are_str_enums,
    models.enum_values_are_used,
    models.settings_are_read_once,
    conduct.broad_except_is_named,
    conduct.words_stand_in_one_room,
    conduct.coroutines_do_not_block,
    conduct.http_retries_and_times_out,
    conduct.log_context_is_bound,
    conduct.tests_leave_our_code_alone,
)
