"""The dashboard: a face for the model. No model logic and no default of its own."""
