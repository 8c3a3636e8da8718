"""Reads documents (Word, PDF with text): their lines go through the layouts of plain texts."""
