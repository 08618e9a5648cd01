"""How the desktop wants the icon to look: dark or light, motion, panel colour."""
