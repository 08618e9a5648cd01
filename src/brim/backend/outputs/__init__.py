"""What Brim tells other programs: the JSON of its status, and the file that shares it."""
