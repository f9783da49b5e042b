"""A small linear text classifier: its features, its file format, its training.

Nothing here is imported with the package: numpy is loaded when a model is first asked or trained.
"""
