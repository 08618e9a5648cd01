# The part of Foundation that Brim calls, as PyObjC names it; PyObjC itself is there on macOS only.
# ruff: noqa: N802 - Apple's style

from typing import Self

class NSObject:
    @classmethod
    def alloc(cls) -> Self: ...
    def init(self) -> Self: ...

class NSData(NSObject):
    @classmethod
    def dataWithBytes_length_(cls, raw: bytes, length: int) -> Self: ...
