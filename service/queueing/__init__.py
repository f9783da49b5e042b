"""Redis, as far as the service is a client of it: ringing for workers, and finding texts that are alike.

It carries ids and sketches of texts. All of it can be lost at any moment without losing anything else.
"""
