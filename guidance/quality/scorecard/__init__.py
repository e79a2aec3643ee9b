"""The scorecard: a self-assessment of the guide by published checklists."""
