"""`brim usage`: tokens and list-price cost by day, model, project, session or window."""
