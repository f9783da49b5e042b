"""The rules and the words of the service, in plain Python: no framework, no database, no queue."""
