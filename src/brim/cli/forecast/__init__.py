"""`brim forecast`: the forecasts of every account, and answers to questions of other programs."""
