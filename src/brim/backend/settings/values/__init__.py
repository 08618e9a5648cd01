"""Kinds of values that settings have, for all sections: paths, lists, URLs, intervals, proxies."""
