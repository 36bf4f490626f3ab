# Logs, alarms, dashboard, budget.

variable "log_retention_days" {
  description = "How long logs are kept, days."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_retention_days)
    error_message = "log_retention_days must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365: CloudWatch has no others up to a year."
  }
}

variable "alarms_enabled" {
  description = "Alarms and the topic that they go to."
  type        = bool
  default     = true
}

variable "alarm_email" {
  description = "Who is told; the address must confirm the subscription. null: nobody by mail."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@\\s]+@[^@\\s]+[.][^@\\s]+$", var.alarm_email))
    error_message = "alarm_email must be an address, as somebody@example.org."
  }
}

variable "feed_late_after_seconds" {
  description = "How long without a new snapshot is late, s. Anonymous access to OpenSky polls the world every 15 minutes."
  type        = number
  default     = 1800

  validation {
    condition     = var.feed_late_after_seconds >= 2 * var.poll_interval_seconds
    error_message = "feed_late_after_seconds must be at least twice poll_interval_seconds, or every poll that fails once is an alarm."
  }
}

variable "rejected_per_hour" {
  description = "More rejected records an hour are an alarm."
  type        = number
  default     = 1000
}

variable "lag_records" {
  description = "A consumer that is further behind, records, for 15 minutes is an alarm."
  type        = number
  default     = 100000
}

variable "errors_in_five_minutes" {
  description = "So many failed invocations in five minutes are an alarm; of `load` one is enough."
  type        = number
  default     = 3
}

variable "monthly_budget_usd" {
  description = "Budget of the whole account, US dollars a month; null makes none. Needs alarm_email."
  type        = number
  default     = null
}

variable "dashboard_enabled" {
  description = "One dashboard in CloudWatch; the first three of an account are free."
  type        = bool
  default     = true
}
