"""What is measured, one question a file. Each has a `measure` that returns lines of the report."""
