"""`brim metrics`: what Brim knows as metrics of Prometheus, and examples for what reads them."""
