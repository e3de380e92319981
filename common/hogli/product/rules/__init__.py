"""The rules of `product:lint`. Each is a function from a product (or the checkout) to findings; none has exceptions."""
