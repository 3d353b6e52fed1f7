"""HTTP around GraphQL: bounded requests, documents, plans, workers."""
