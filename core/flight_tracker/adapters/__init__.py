"""One file for each thing outside: a source, the log, the object store, the lakehouse."""
