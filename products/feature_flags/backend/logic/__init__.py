"""The verbs of feature flags. `management` changes them, `evaluation` answers them."""
