"""What is answered: plain functions from an open store (a connection) to plain data, without a word of HTTP."""
