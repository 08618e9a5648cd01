"""The settings files of the programs of a test desktop.

No file may name a path outside the desktop's own temporary folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow user="*"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
"""A session bus with an empty folder of services: it starts no program automatically."""

XFCE_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="{height}"/>
      <property name="icon-size" type="uint" value="{icon}"/>
{background_lines}      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/>{more_ids}
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="{icon}"/>
      <property name="menu-is-primary" type="bool" value="false"/>
    </property>
{more_plugins}  </property>
</channel>
"""

LXQT_PANEL = """[General]
__userfile__=true
iconTheme=

[panel1]
alignment=-1
desktop=0
hidable=false
iconSize={icon}
lineCount=1
lockPanel=false
opacity=100
panelSize={height}
plugins=spacer, statusnotifier
position=Bottom
width=100
width-percent=true
background-color={background}

[spacer]
type=spacer
size=1000

[statusnotifier]
type=statusnotifier
alignment=Right
"""

TRAYER = (
    *("--edge", "top", "--align", "left", "--widthtype", "request", "--heighttype", "pixel", "--height", "24"),
    *("--transparent", "true", "--alpha", "0", "--tint", "0x204060"),
)
"""An XEmbed tray at the top left, blue."""

SWAY = """output HEADLESS-1 resolution {width}x{height} position 0,0 scale {scale}
output * bg #336699 solid_color
"""

SWAY_BAR = """exec waybar -c {folder}/waybar.json -s {folder}/waybar.css
"""

WAYBAR = """{{"layer": "top", "position": "bottom", "height": {panel}, "modules-right": ["tray"],
 "tray": {{"icon-size": {icon}, "spacing": 4}}}}
"""

WAYBAR_STYLE = """* {{ border: none; border-radius: 0; min-height: 0; }}
window#waybar {{ background: {background}; }}
"""

DUNST = """[global]
    monitor = 0
    follow = none
    origin = top-right
    offset = 20x20
    width = 360
    height = 200
    notification_limit = 5
    icon_position = left
    max_icon_size = 48
    font = Sans 11
    show_indicators = yes
    mouse_left_click = do_action, close_current
    mouse_middle_click = close_all
    mouse_right_click = close_current
    dmenu = {folder}/first-line
    sticky_history = no
[urgency_low]
    background = "#222222"
    foreground = "#ffffff"
    timeout = 10
[urgency_normal]
    background = "#204060"
    foreground = "#ffffff"
    timeout = 10
[urgency_critical]
    background = "#902020"
    foreground = "#ffffff"
    timeout = 0
"""
"""A left click takes the first action: dunst draws no buttons."""


def xfce_background(colour: str) -> str:
    """The lines that give Xfce's panel a background colour, #rrggbb."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    values = "".join(f'        <value type="double" value="{part:.6f}"/>\n' for part in (*parts, 1.0))
    style = '      <property name="background-style" type="uint" value="1"/>\n'
    return f'{style}      <property name="background-rgba" type="array">\n{values}      </property>\n'


def xfce_plugin(number: int, name: str, values: Mapping[str, str | int | bool]) -> str:
    """The lines of one plug-in of Xfce's panel, with its properties: `use_label` is written as `use-label`."""
    kinds = {str: "string", int: "int", bool: "bool"}
    lines = [f'    <property name="plugin-{number}" type="string" value="{name}">']
    for key, value in values.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        lines.append(f'      <property name="{key.replace("_", "-")}" type="{kinds[type(value)]}" value="{text}"/>')
    return "\n".join([*lines, "    </property>\n"])
