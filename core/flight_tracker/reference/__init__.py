"""Reference data: who and where. Pure, loaded when it is first asked for.

Sources, licences and limits: `docs/reference-data.md`.
"""
