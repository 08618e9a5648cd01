"""The topic `homeassistant`: usage and notifications in Home Assistant.

This module must not know what is written for one of the ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.words.helptopics.page import Example, Heading, Paragraph
from brim.words.translation import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brim.words.helptopics.page import Page


def homeassistant(examples: Mapping[str, Sequence[str]]) -> Page:
    """The ways to Home Assistant; `examples` are the lines of each by the name of its file."""
    return (
        Heading(_("On the same machine")),
        Paragraph(
            _(
                "If Home Assistant can run `brim`, a command line sensor is enough. It does not send more requests "
                "than Brim does anyway. In a container, as Home Assistant mostly runs, take MQTT."
            )
        ),
        Example(tuple(examples["homeassistant.yaml"])),
        *_by_mqtt(examples),
        Heading(_("By webhook")),
        Paragraph(
            _(
                "A trigger of the kind webhook gets the same JSON as `trigger.json`. Its address has to be https, "
                "unless Home Assistant runs on this machine."
            )
        ),
        Example(tuple(examples["homeassistant-webhook.toml"])),
    )


def _by_mqtt(examples: Mapping[str, Sequence[str]]) -> Page:
    return (
        Heading(_("By MQTT")),
        Paragraph(
            _(
                "You need `mosquitto_pub` (in Debian the package mosquitto-clients). Name your broker in "
                "~/.config/mosquitto_pub, where no other user sees the password, and `chmod 600` the file:"
            )
        ),
        Example(("-h HOST", "-u USER", "-P PASSWORD")),
        Paragraph(
            _(
                "Home Assistant then finds the session and the week automatically, follows each change, and shows them "
                "as unavailable while Brim has no usage or the script does not run. Other programs read the topic "
                "brim/usage. With several accounts, add `--account NAME` to `brim status`; without it, the one "
                "closest to its limit is shown."
            )
        ),
        Example(tuple(examples["homeassistant-mqtt.sh"])),
        Heading(_("Notifications by MQTT")),
        Paragraph(
            _(
                "A hook publishes each notification as JSON, which `brim help hooks` explains. `brim alerts test "
                "limit --hooks` tries it."
            )
        ),
        Example(tuple(examples["homeassistant-hook.toml"])),
        Paragraph(_("An automation that shows it:")),
        Example(tuple(examples["homeassistant-alert.yaml"])),
    )
