"""The project rules that ruff and mypy cannot check, as functions over the syntax tree, and a table of all rules.

Each rule is `(File) -> Iterator[Violation]`. Its exemptions are data, each with a reason.

Rule                                                        checked by
--------------------------------------------------------------------------------------------------------------
Configuration
  BaseSettings, one get_settings(), `__` between names      models.settings_are_read_once
  Field(description=...) for all fields                     models.fields_are_described
  SecretStr for passwords and tokens                        models.secrets_are_secret, ruff S105-S107
  no os.environ, os.getenv                                  ruff TID251; where it is off: imports.no_banned_names
  no hardcoded configuration values                         review
  no mutable default in Field()                             models.defaults_are_immutable, ruff RUF012, B006
Type hints
  every parameter and every return value                    mypy strict, ruff ANN
  X | None, dict, list; no Optional, List, Dict, Union      ruff UP006, UP007, UP045, TID251
  from __future__ import annotations                        style.future_import_comes_first
  no bare Any without comment                               style.any_has_a_comment, ruff ANN401
Generics
  PEP 695; no TypeVar, no Generic                           ruff UP046, UP047, UP040, TID251
Async
  no blocking call in a coroutine, to_thread instead        practices.coroutines_do_not_block, ruff ASYNC
  no time.sleep(), no asyncio.get_event_loop()              ruff TID251, ASYNC251
  asynccontextmanager for resources                         resources.resources_are_context_managers, ruff SIM115
HTTP
  httpx.AsyncClient, not requests nor httpx.get             ruff TID251
  tenacity for retries, a timeout for every client          practices.http_retries_and_times_out
  rate limits handled                                       tests of the client, the gate and the cadence
Logging
  loguru, not logging                                       ruff TID251
  context through bind()                                    practices.log_context_is_bound
  rotation "10 MB", retention "7 days"                      resources.log_file_rotates
  JSON in production                                        tests of logs
Pydantic
  StrEnum, ConfigDict(use_enum_values=True)                 models.enums_are_str_enums, models.enum_values_are_used
  default_factory, description, SecretStr                   as above
Naming
  PascalCase, snake_case                                    ruff N
  UPPER_SNAKE constants                                     style.constants_are_upper_case
  modules                                                   style.module_names_are_plain

Rules of Brim's own: order.imports_follow_the_order, imports.libraries_stay_in_their_packages,
practices.broad_except_is_listed, practices.user_text_is_in_words, practices.paths_are_asked_safely,
practices.children_get_a_clean_environment, practices.local_times_are_made_in_one_place,
practices.tests_do_not_patch_brim, providernames.common_rooms_know_no_provider, style.suppressions_have_a_reason,
style.sizes_are_limited, style.no_machine_paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rules import imports, models, order, practices, providernames, resources, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.rules.syntax import File, Violation

type Rule = Callable[[File], Iterator[Violation]]

RULES: tuple[Rule, ...] = (
    style.future_import_comes_first,
    style.module_names_are_plain,
    style.constants_are_upper_case,
    style.any_has_a_comment,
    style.suppressions_have_a_reason,
    style.sizes_are_limited,
    style.no_machine_paths,
    order.imports_follow_the_order,
    imports.libraries_stay_in_their_packages,
    imports.no_banned_names,
    models.fields_are_described,
    models.defaults_are_immutable,
    models.secrets_are_secret,
    models.enums_are_str_enums,
    models.enum_values_are_used,
    models.settings_are_read_once,
    practices.broad_except_is_listed,
    practices.user_text_is_in_words,
    practices.coroutines_do_not_block,
    practices.children_get_a_clean_environment,
    practices.local_times_are_made_in_one_place,
    practices.paths_are_asked_safely,
    practices.http_retries_and_times_out,
    practices.log_context_is_bound,
    practices.tests_do_not_patch_brim,
    providernames.common_rooms_know_no_provider,
    providernames.common_rooms_know_no_provider,
    resources.log_file_rotates,
    resources.resources_are_context_managers,
)
