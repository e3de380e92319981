"""Documents compared with the code: a page that lags behind fails here."""
