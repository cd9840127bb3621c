"""Accuracy on gold sets (`trucewatch eval`) and speed (`trucewatch bench`)."""
