"""The numerical kernels that the operations share."""
