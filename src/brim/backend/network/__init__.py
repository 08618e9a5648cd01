"""How Brim reaches a server: which proxy, which certificates, and what a fault of the connection means."""
