"""What must be where: quotas, audits and the language that they share."""
