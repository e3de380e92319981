"""What is done with stored events regularly."""
