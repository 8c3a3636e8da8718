"""One small module a command: parse, call, print, exit code."""
