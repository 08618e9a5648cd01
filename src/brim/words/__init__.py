"""All words that a person reads, in one room, so that they can be translated together."""
