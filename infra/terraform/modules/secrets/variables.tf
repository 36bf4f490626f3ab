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

variable "secrets" {
  description = "Secrets to make, empty: name to the keys that the operator will put in, and whether `destroy` removes it at once."
  type = map(object({
    keys           = list(string)
    remove_at_once = bool
    what_it_is     = string
  }))

  validation {
    condition     = alltrue([for secret in var.secrets : length(secret.keys) > 0])
    error_message = "A secret needs at least one key."
  }
}
