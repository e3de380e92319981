"""Answering flags. What decides is pure and knows neither Django nor a database."""
