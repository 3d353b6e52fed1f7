"""
Side by side with the raw driver: `make bench`, or `python -m benchmarks --help`.

Every question is asked in three ways ("arms"), in interleaved rounds: `floor`, the bare driver with the statements
that the service would send; `service`, the method of our service; `http`, GraphQL of a served process. What counts is
CPU time a request, of our process and of the engine: on a shared machine it moves far less than requests a second.
"""
