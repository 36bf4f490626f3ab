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

variable "api" {
  description = <<-EOT
    kind: `gateway` (API Gateway v2: throttling, access log) or `function_url`.
    function_name, invoke_arn: the function that answers.
    signed_only: a function URL that answers CloudFront alone, which signs its requests.
    requests_per_second, burst: what the gateway lets through; more is answered with 429.
  EOT
  type = object({
    kind                = string
    function_name       = string
    invoke_arn          = string
    signed_only         = bool
    requests_per_second = number
    burst               = number
  })

  validation {
    condition     = contains(["gateway", "function_url"], var.api.kind)
    error_message = "kind must be gateway or function_url."
  }
  validation {
    condition     = var.api.requests_per_second > 0 && var.api.burst >= 1
    error_message = "requests_per_second and burst must be positive: at 0 the gateway refuses every request."
  }
}
