"""Opening findings: one open finding of a kind for each account, held by a constraint,
so that whoever finds the same again opens nothing.
"""

# After a list `found(kind, account_id, evidence)`.
OPEN = """
opened AS (INSERT INTO compliance_finding
  (kind, account_id, opened_at, evidence, closed_with)
  SELECT kind, account_id, %(at)s, evidence, '' FROM found
  WHERE NOT EXISTS (SELECT FROM compliance_finding f WHERE f.kind = found.kind
    AND f.account_id = found.account_id AND f.closed_at IS NULL)
  ON CONFLICT DO NOTHING
  RETURNING kind)"""
