"""What people decide: judgements checked, edits laid over claims, and who may do what."""
