"""What the operating system gives: files, clocks, processes, the wake-up between processes."""
