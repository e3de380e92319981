"""The functions of HogQL: an allow-list. Tables of plain ones here, those that need code in `resolver.special`."""
