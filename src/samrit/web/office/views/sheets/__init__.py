"""Definition sheets: uploaded, read beside the original, answered for, signed, compared."""
