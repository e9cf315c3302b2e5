"""Who is drawn, against what was published of them, and all the ways of drawing that fit."""
