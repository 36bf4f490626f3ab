# For its users: an account at OpenSky, arm64, the lakehouse four times a day, and somebody who is told.
name         = "flight-tracker"
architecture = "arm64"

# Yours: kafka_bootstrap_servers, alarm_email, and domain_name with hosted_zone_id (TF_VAR_… or -var).
flight_source         = "opensky"
poll_interval_seconds = 30
created_secrets = {
  poll_opensky = ["OPENSKY_CLIENT_ID", "OPENSKY_CLIENT_SECRET"]
  api          = ["DATABRICKS_CLIENT_SECRET"] # with "INGEST_API_KEYS" producers may post states
  load         = ["DATABRICKS_CLIENT_SECRET"]
}

lakehouse             = "databricks"
load_interval_seconds = 21600

# With an account a poll comes every 30 s; with its credits used up, every minute and a half.
feed_late_after_seconds = 300
log_retention_days      = 90
