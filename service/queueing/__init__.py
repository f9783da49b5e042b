"""Redis, as far as the service is a client of it: ringing for workers. It carries ids and nothing else."""
