variable "context" {
  description = "Names, place and encryption that all modules share."
  type = object({
    name               = string
    partition          = string
    region             = string
    account_id         = string
    kms_key_arn        = optional(string)
    log_retention_days = number
    boundary_arn       = optional(string)
  })
}

variable "schedule" {
  description = <<-EOT
    name: what is scheduled, as `poll`.
    interval_seconds: cadence; below a minute it must divide 60, else be a number of whole minutes.
    function_name, function_arn: what is called.
    function_timeout_seconds: how long the function may run; the queue hides a message six times as long.
    delivery: `queue` (Scheduler, SQS with delays, function) or `function` (Scheduler calls it; no finer than a minute).
    enabled: false pauses it.
  EOT
  type = object({
    name                     = string
    interval_seconds         = number
    function_name            = string
    function_arn             = string
    function_timeout_seconds = number
    delivery                 = string
    enabled                  = bool
  })

  validation {
    condition     = contains(["queue", "function"], var.schedule.delivery)
    error_message = "delivery must be queue or function."
  }
  validation {
    condition = (
      contains([6, 10, 12, 15, 20, 30], var.schedule.interval_seconds)
      || (var.schedule.interval_seconds >= 60 && var.schedule.interval_seconds % 60 == 0)
    )
    error_message = "interval_seconds must be 6, 10, 12, 15, 20, 30 or whole minutes: the schedule fires each minute, and one call sends at most ten messages."
  }
  validation {
    condition     = var.schedule.delivery == "queue" || var.schedule.interval_seconds >= 60
    error_message = "EventBridge Scheduler calls a function once a minute at most: an interval below 60 s needs delivery = \"queue\"."
  }
}
