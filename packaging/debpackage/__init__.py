"""Makes the package for Debian 13, Ubuntu 26.04 and later: `make deb` writes `dist/brim_<version>_all.deb`.

Brim's libraries come from the distribution, which keeps them secure, wherever it has them new enough: that is all of
them but dbus-fast (5; Debian 13 has 2.44) and inotify-simple (which it has not). Those two are in the package. So is
pystray, because the distribution's own brings GTK 3, which Brim does not use. A copy of httpx without its command line
is the fourth: the distribution's imports rich and pygments, 7 MB and 0.1 s of every start. Nothing compiled is among
them (dbus-fast works as plain Python), so one package suits every processor and each Python that was tried with it:
`make test-packages` does so in Debian 13 and in testing (Python 3.14), which stands for Ubuntu 26.04, not tried itself.

The other two ways were worse: a self-contained folder brings a second Python, or compiled libraries for each, which
nobody updates; a package for each distribution says the same several times. Debian 12 has neither the Python
nor the libraries, Ubuntu 24.04 has not the libraries: apt says so, and `uv tool install brim` brings all of it.

All is in /usr/lib/brim, an environment of the system's Python in which only the distribution's own libraries are seen:
what a user or an administrator installed with pip cannot break it. Nothing but `dpkg-deb` and what `make` sets up is
needed to build it: the parts come from there as `uv.lock` has them, so that nothing is downloaded.
"""
