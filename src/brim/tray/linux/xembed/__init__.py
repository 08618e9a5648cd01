"""The icon in old trays (XEmbed), with a menu of its own."""
