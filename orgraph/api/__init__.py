"""The GraphQL schema and the service around it: takes arguments, calls a service, words the answer. No more."""
