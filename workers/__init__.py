"""The way in from RQ: jobs, the worker that runs them, and the sweep."""
