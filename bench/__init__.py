"""How fast the service is, measured on the real thing: `make bench`, explained in docs/performance.md.

`system` starts the whole service as `make run` does, `load` puts requests to it over kept-alive connections,
`measures` holds one question a file, `report` prints what came of it.
"""
