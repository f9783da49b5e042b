"""What people and workers can do with the service: one verb a file, each owning its transaction.

A use case is built once from the parts it needs and called many times, from any thread.
"""
