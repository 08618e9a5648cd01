"""`brim completions`: the files that make a shell complete Brim's command line."""
