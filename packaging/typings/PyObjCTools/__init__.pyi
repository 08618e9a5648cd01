# Helpers that come with PyObjC.
