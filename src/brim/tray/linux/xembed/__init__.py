"""The icon in a tray of the older kind (XEmbed), where no host draws items."""
