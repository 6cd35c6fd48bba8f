"""`python -m generator`: the command where no script is on the path."""

from generator.cli import main

if __name__ == "__main__":
    main()
