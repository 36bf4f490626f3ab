variable "context" {
  description = "Names, place and encryption that all modules share."
  type = object({
    name               = string
    partition          = string
    region             = string
    account_id         = string
    kms_key_arn        = optional(string)
    log_retention_days = number
  })
}

variable "stream" {
  description = <<-EOT
    bootstrap_servers: `host:port`, comma-separated.
    security_protocol, sasl_mechanism: as librdkafka names them.
    secret_arn: Secrets Manager secret with the keys username and password; null without SASL.
    topics: role to name, as { states = "flights.states", rejected = "flights.rejected" }.
    function_name: what gets the batches.
    batch_records, batch_window_seconds: the most records of a batch, and how long to wait for them.
    starting_position: TRIM_HORIZON or LATEST, for a consumer group that is new.
    failed_batches_arn: bucket for a batch that failed too often; null tries it for ever, and its partition waits.
    pollers: provisioned pollers (min, max); null is on demand, which has no price of its own.
    vpc: subnets and security groups from which the brokers are reached; null over the internet.
    enabled: false pauses the triggers; their offsets stay.
  EOT
  type = object({
    bootstrap_servers    = string
    security_protocol    = string
    sasl_mechanism       = string
    secret_arn           = optional(string)
    topics               = map(string)
    function_name        = string
    batch_records        = number
    batch_window_seconds = number
    starting_position    = string
    failed_batches_arn   = optional(string)
    pollers              = optional(object({ min = number, max = number }))
    vpc                  = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))
    enabled              = bool
  })

  validation {
    condition     = var.stream.batch_records >= 1 && var.stream.batch_records <= 10000
    error_message = "batch_records must be between 1 and 10000, the most that Lambda puts into a batch."
  }
  validation {
    condition     = var.stream.batch_window_seconds >= 0 && var.stream.batch_window_seconds <= 300
    error_message = "batch_window_seconds must be between 0 and 300."
  }
  validation {
    condition     = contains(["TRIM_HORIZON", "LATEST"], var.stream.starting_position)
    error_message = "starting_position must be TRIM_HORIZON (all that the topic holds) or LATEST (what comes from now on)."
  }
  validation {
    condition     = startswith(var.stream.security_protocol, "SASL_SSL") || var.stream.vpc != null
    error_message = "Lambda's Kafka trigger reaches brokers without SASL_SSL only from a VPC: set vpc, or let something else call the function."
  }
  validation {
    condition     = !startswith(var.stream.security_protocol, "SASL") || var.stream.secret_arn != null
    error_message = "SASL needs a secret with the keys username and password."
  }
}
