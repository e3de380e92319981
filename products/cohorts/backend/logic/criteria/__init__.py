"""What a dynamic cohort asks of people: read strictly from JSON, told apart, and made into a HogQL tree."""
