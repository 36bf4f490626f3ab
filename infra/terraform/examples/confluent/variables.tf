variable "name" {
  description = "As in infra/terraform: the consumer groups begin with it."
  type        = string
  default     = "flight-tracker"
}

variable "region" {
  description = "AWS region, the same as the functions'."
  type        = string
  default     = "us-east-1"
}

variable "topics" {
  description = "Topic to its partitions, as kafka_topic and kafka_rejected_topic in infra/terraform."
  type        = map(object({ partitions = number }))
  default = {
    "flights.states"   = { partitions = 2 }
    "flights.rejected" = { partitions = 1 }
  }
}

variable "retention_hours" {
  description = "How long the topics keep records, h: the longest that the consumer may stand still."
  type        = number
  default     = 72

  validation {
    condition     = var.retention_hours >= 1
    error_message = "retention_hours must be at least 1."
  }
}

variable "poller" {
  description = "Whether the poll runs elsewhere (poll_runs in infra/terraform): a user is made that may write to the two topics and nothing else."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "KMS key of the secrets, as in infra/terraform; null: AWS's own."
  type        = string
  default     = null
}
