"""`brim status --format` and `brim gate`: what bars, prompts and scripts ask every few seconds."""
