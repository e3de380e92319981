"""What tests of every product share: real engines, a fresh team per test, logged-in clients."""
