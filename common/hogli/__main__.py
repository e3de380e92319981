"""`python -m common.hogli`; bin/hogli calls it."""

from common.hogli.cli import main

if __name__ == "__main__":
    main()
