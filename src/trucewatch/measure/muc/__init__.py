"""MUC-4: templates of our own from the task's dispatches, scored as in 1992."""
