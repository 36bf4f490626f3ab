# Environment of each function: names of flight_tracker.settings, held together by tests/infra.
locals {
  # Secrets that a function may have, and by which names. Kafka's is all of theirs: see kafka.
  secrets_of = {
    poll_opensky = ["OPENSKY_CLIENT_ID", "OPENSKY_CLIENT_SECRET"]
    load         = ["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET", "ALERT_WEBHOOK_URL"]
    api          = ["DATABRICKS_TOKEN", "DATABRICKS_CLIENT_ID", "DATABRICKS_CLIENT_SECRET", "INGEST_API_KEYS"]
  }

  # What `settings` may name: neither a secret nor what a variable of its own sets.
  plain_settings = [
    "OPENSKY_API_URL", "OPENSKY_TOKEN_URL", "OPENSKY_DAILY_CREDITS", "READSB_API_URL", "SIMULATION_AIRCRAFT", "SIMULATION_SEED",
    "RATE_LIMIT_PER_MINUTE", "INGEST_RATE_LIMIT_PER_MINUTE", "CORS_ALLOWED_ORIGINS", "TRUSTED_PROXIES", "ALERT_LINK",
  ]

  uses_sasl       = startswith(var.kafka_security_protocol, "SASL")
  makes_kafka     = local.uses_sasl && var.kafka_secret_arn == null
  kafka_secret    = local.makes_kafka ? "${var.name}/kafka" : var.kafka_secret_arn
  with_lakehouse  = var.lakehouse != "none"
  with_schedule   = var.kafka_trigger == "schedule"
  warehouse       = one(module.lakehouse[*])
  server_hostname = local.warehouse == null ? var.databricks.server_hostname : local.warehouse.server_hostname
  http_path       = local.warehouse == null ? var.databricks.http_path : local.warehouse.http_path

  # Where Terraform makes a secret its name is the reference: the ARN is known after `apply` only.
  secrets = { for function, names in local.secrets_of : function => merge(
    { for name in lookup(var.created_secrets, function, []) : name => "secretsmanager:${var.name}/${replace(function, "_", "-")}#${name}" },
    lookup(var.secret_references, function, {}),
  ) }

  store = merge(var.settings, { OBJECT_STORE_URL = "s3://${local.data_bucket}" },
    var.function_endpoint_url == null ? {} : { AWS_ENDPOINT_URL = var.function_endpoint_url },
  )
  kafka = merge(
    {
      KAFKA_BOOTSTRAP_SERVERS = var.kafka_bootstrap_servers
      KAFKA_SECURITY_PROTOCOL = var.kafka_security_protocol
      KAFKA_TOPIC             = var.kafka_topic
      KAFKA_REJECTED_TOPIC    = var.kafka_rejected_topic
    },
    var.kafka_log_id == null ? {} : { KAFKA_LOG_ID = var.kafka_log_id },
    local.uses_sasl ? {
      KAFKA_SASL_MECHANISM = var.kafka_sasl_mechanism
      KAFKA_SASL_USERNAME  = "secretsmanager:${local.kafka_secret}#username"
      KAFKA_SASL_PASSWORD  = "secretsmanager:${local.kafka_secret}#password"
    } : {},
  )
  source = merge(
    { FLIGHT_SOURCE = var.flight_source, POLL_INTERVAL_SECONDS = tostring(var.poll_interval_seconds) },
    var.opensky_bbox == null ? {} : { OPENSKY_BBOX = var.opensky_bbox },
  )
  # The client's id is no secret: where the module makes the service principals, it is known.
  lakehouse = { for function, role in { load = "loader", api = "reader" } : function => local.with_lakehouse ? merge(
    {
      LAKEHOUSE                   = "databricks"
      LOAD_INTERVAL_SECONDS       = tostring(var.load_interval_seconds)
      DATABRICKS_SERVER_HOSTNAME  = local.server_hostname
      DATABRICKS_HTTP_PATH        = local.http_path
      DATABRICKS_CATALOG          = var.databricks.catalog
      DATABRICKS_SCHEMA           = var.databricks.schema
      DATABRICKS_LANDING          = var.databricks.landing
      DATABRICKS_WAKE_FOR_HISTORY = tostring(var.databricks.wake_for_history)
    },
    local.warehouse == null ? {} : { DATABRICKS_CLIENT_ID = local.warehouse.client_ids[role] },
  ) : { LAKEHOUSE = "none" } }

  # Of the jobs that the load function runs for Airflow: `reconcile` and `watch` ask Kafka, `retry` writes
  # to it. The address of CloudFront is known after `apply` only: it may be in var.settings.
  jobs = merge(
    { POLL_INTERVAL_SECONDS = tostring(var.poll_interval_seconds) },
    var.website_enabled && var.domain_name != null ? { ALERT_LINK = "https://${var.domain_name}" } : {},
  )

  environment = {
    poll_opensky  = merge(local.store, local.kafka, local.source, local.secrets.poll_opensky)
    consume_batch = merge(local.store, local.kafka)
    pull          = merge(local.store, local.kafka)
    load          = merge(local.jobs, local.store, local.kafka, local.lakehouse.load, local.secrets.load)
    api           = merge(local.store, local.kafka, local.lakehouse.api, local.secrets.api)
  }
}
