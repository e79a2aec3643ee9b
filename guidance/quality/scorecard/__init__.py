"""The scorecard: how the guide does by published checklists, as its own makers judge it."""
