"""The side that reads: settings, logins, requests, manners and state. Nothing here draws or knows D-Bus."""
