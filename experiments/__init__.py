"""Questions put to the model: comparisons, trials, grids. The model does not know of them."""
