"""Reading: passages of text become claims with spans."""
