"""What `inroads results` says of a folder of results, checks in it and writes out of it."""
