"""`python -m callsift`."""

from callsift.cli.entry import run

run()
