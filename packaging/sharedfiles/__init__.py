"""Makes the files that a wheel installs below `share`: completions for shells, and the manual pages.

All are made from the argument parser, the model of the settings and the pages of `brim help`, by `make shared-files`,
and are kept in git, so that building and installing need neither these modules nor what they import.
"""
