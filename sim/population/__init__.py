"""Drawing people, employers and staff so that they fit what is published."""
