"""What this product does in the background."""
