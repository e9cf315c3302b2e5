"""Every word on the page Sensitivity."""

TITLE = "Sensitivity"
