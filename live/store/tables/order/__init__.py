"""The tables of the order of a show, beside the questions that stand in it."""
