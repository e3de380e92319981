"""What is done with stored events regularly: overrides are squashed, and what is older than a project keeps is deleted."""
