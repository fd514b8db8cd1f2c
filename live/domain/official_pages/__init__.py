"""The pages that bodies and officials keep in the networks."""
