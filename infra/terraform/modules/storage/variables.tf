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

variable "storage" {
  description = <<-EOT
    data_bucket: name of the bucket of live view, frames and landing files.
    website_bucket: name of the page's bucket; null makes none.
    frame_days, landing_days, rejected_days: how long objects are kept, days.
    remove_with_content: whether `destroy` may delete a bucket that is not empty.
  EOT
  type = object({
    data_bucket         = string
    website_bucket      = optional(string)
    frame_days          = number
    landing_days        = number
    rejected_days       = number
    remove_with_content = bool
  })

  validation {
    condition     = alltrue([for days in [var.storage.frame_days, var.storage.landing_days, var.storage.rejected_days] : days >= 1 && floor(days) == days])
    error_message = "frame_days, landing_days and rejected_days are whole days, at least 1: S3's lifecycle counts in days."
  }
}
