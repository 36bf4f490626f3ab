# One person's try-out: short memory, no domain, everything goes with `destroy`.
name                = "flight-tracker-dev"
remove_with_content = true
log_retention_days  = 7
rejected_days       = 7

# Yours: -var kafka_bootstrap_servers=… or the environment variable TF_VAR_kafka_bootstrap_servers.
flight_source         = "auto"
poll_interval_seconds = 60

api_requests_per_second = 10
api_burst               = 20

# A new account may not reserve concurrency.
poll_reserved_concurrency = null
