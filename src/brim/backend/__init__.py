"""The side that reads: settings, logins, requests, polling and state. Nothing here draws or knows D-Bus."""
