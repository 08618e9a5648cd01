"""The recipe of the frozen folder (`brim.spec`), and what its programs run."""
