# An emulator on this machine. What it lacks is switched off here, and nowhere else.
# Its address: AWS_ENDPOINT_URL=http://localhost:4566, with any AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
name                = "flight-tracker"
region              = "us-east-1"
s3_use_path_style   = true
remove_with_content = true
log_retention_days  = 1

# No CloudFront, no API Gateway v2: a function URL, and the page from a web server beside it.
website_enabled = false
api_kind        = "function_url"

# Its scheduler calls functions, not queues; nothing polls Kafka: an event poller beside it does.
poll_delivery             = "function"
poll_interval_seconds     = 60
poll_reserved_concurrency = null
kafka_trigger             = "none"
kafka_bootstrap_servers   = "localhost:9092"
kafka_security_protocol   = "PLAINTEXT"
flight_source             = "simulation"

# As the functions see it.
function_endpoint_url = "http://localhost:4566"

# Nobody looks at its CloudWatch.
alarms_enabled    = false
dashboard_enabled = false
