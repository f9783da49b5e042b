"""The way in over HTTP: the API, its documents, the demo. The only package that knows Flask."""
