"""Who an event belongs to: creating, updating and merging people, in bulk and correct under several workers."""
