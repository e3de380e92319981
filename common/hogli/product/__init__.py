"""What a product is made of: the layout, the template that fills it, and the rules that keep it."""
