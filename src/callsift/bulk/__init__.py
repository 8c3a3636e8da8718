"""Many inputs: found, analysed several at once, kept in a ledger, written in the order of the input."""
