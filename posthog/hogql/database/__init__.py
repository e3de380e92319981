"""The tables that HogQL shows, and the physical ones behind them."""
