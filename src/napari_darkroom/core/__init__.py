"""The values, the declaration of an operation and its registry; knows no other room."""
