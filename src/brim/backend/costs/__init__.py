"""Where usage went: tokens and list-price cost of transcripts, and each project's part of a limit."""
