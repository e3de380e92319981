"""How full the disk of the data directory may get."""

from common import disk

DISK_LIMITS = disk.Limits.from_environment()
