"""`python -m finder` is `finder`."""

from finder.cli import main

main()
