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

variable "watched" {
  description = <<-EOT
    functions: AWS name, log group and name of each function, by its package.
    dead_letters: names of the queues that should stay empty.
    gateways: id of the API's gateway, by what it serves; empty without one.
    load_interval_seconds: how often `load` runs; null without a lakehouse.
    poll_runs: `lambda`, `elsewhere` (then a late feed is seen by what is consumed) or `paused` (then it is no news).
    kafka_trigger: as in the root: it decides who consumes, and who knows how far behind that is.
  EOT
  type = object({
    functions             = map(object({ name = string, log_group = string }))
    dead_letters          = map(string)
    gateways              = map(string)
    load_interval_seconds = optional(number)
    poll_runs             = string
    kafka_trigger         = string
  })
}

variable "alarms" {
  description = <<-EOT
    enabled: whether alarms and their topic are made. email: who is told; null tells nobody, the topic is there.
    feed_late_after_seconds: how long without a new snapshot. rejected_per_hour: more rejected records than this.
    lag_records: how many records the consumer may be behind. errors: failed invocations in five minutes.
    monthly_budget_usd: of the whole account; told at 80 % and when 100 % are forecast; null makes none.
    dashboard: whether one is made.
  EOT
  type = object({
    enabled                 = bool
    email                   = optional(string)
    feed_late_after_seconds = number
    rejected_per_hour       = number
    lag_records             = number
    errors                  = number
    monthly_budget_usd      = optional(number)
    dashboard               = bool
  })

  validation {
    condition = (
      var.alarms.feed_late_after_seconds >= 60 && var.alarms.feed_late_after_seconds <= 86400
      && var.alarms.feed_late_after_seconds % 60 == 0
    )
    error_message = "feed_late_after_seconds must be whole minutes, 60 to 86400: CloudWatch looks back a day at most."
  }
  validation {
    condition     = var.alarms.monthly_budget_usd == null || var.alarms.email != null
    error_message = "A budget tells somebody by mail: set alarm_email, or leave monthly_budget_usd out."
  }
}
