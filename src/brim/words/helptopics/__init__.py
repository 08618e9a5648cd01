"""The pages of `brim help TOPIC`: what takes more than a line to explain."""
