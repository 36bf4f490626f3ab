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

variable "function" {
  description = <<-EOT
    name: of the package, as `poll_opensky`.
    package: file (path of the zip), handler, runtime, architecture (x86_64 or arm64), sha256 (hex, of packages.json).
    code_bucket: where the zip is put; Lambda takes more than 50 MB from there only.
    memory_mb, timeout_seconds: what it gets.
    reserved_concurrency: most invocations at once; null leaves it to the account's limit.
    environment: settings by name; a secret is a reference, never a value.
    statements: what its role may do, beside writing its own log.
    vpc: subnets and security groups; null runs outside a VPC.
  EOT
  type = object({
    name = string
    package = object({
      file         = string
      handler      = string
      runtime      = string
      architecture = string
      sha256       = string
    })
    code_bucket          = string
    memory_mb            = number
    timeout_seconds      = number
    reserved_concurrency = optional(number)
    environment          = map(string)
    statements           = list(object({ sid = string, actions = list(string), resources = list(string) }))
    vpc                  = optional(object({ subnet_ids = list(string), security_group_ids = list(string) }))
  })

  validation {
    condition     = var.function.memory_mb >= 128 && var.function.memory_mb <= 10240
    error_message = "memory_mb must be between 128 and 10240, the sizes that Lambda has."
  }
  validation {
    condition     = var.function.timeout_seconds >= 1 && var.function.timeout_seconds <= 900
    error_message = "timeout_seconds must be between 1 and 900, which is the longest that Lambda lets a function run."
  }
  validation {
    condition     = fileexists(var.function.package.file)
    error_message = "There is no package ${var.function.package.file}: run `make package` first."
  }
  validation {
    condition     = alltrue([for s in var.function.statements : !contains(s.actions, "*") && !contains(s.resources, "*")])
    error_message = "A statement of the function names its actions and its resources; \"*\" alone is refused."
  }
}
