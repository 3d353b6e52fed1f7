"""How a graph server comes to exist: a child process of our own (embedded), or a Neo4j at an address (external).

Import from the modules. This file stays empty of imports, for the child process passes through it on its way up.
"""
