variable "name" {
  description = "Prefix of the deployment, as in infra/terraform: the role may touch nothing else."
  type        = string
  default     = "flight-tracker"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 25 lower-case letters, digits and hyphens, as in infra/terraform."
  }
}

variable "repository" {
  description = "owner/name on GitHub."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository must be owner/name: a wildcard would let other repositories deploy."
  }
}

variable "environment" {
  description = "GitHub environment whose jobs may deploy; its protection rules say who approves."
  type        = string
  default     = "production"
}

variable "region" {
  description = "AWS region of the deployment."
  type        = string
  default     = "us-east-1"
}

variable "state_bucket" {
  description = "Bucket of Terraform's state, as in backend.tf."
  type        = string
}

variable "state_key" {
  description = "Key of the state in it."
  type        = string
  default     = "flight-tracker/prod.tfstate"
}

variable "existing_provider_arn" {
  description = "GitHub's OIDC provider, if the account has it already; null makes it. An account has one at most."
  type        = string
  default     = null
}

variable "hosted_zone_id" {
  description = "Route 53 zone of the page's domain; null where it has none of its own."
  type        = string
  default     = null
}

variable "plan_branch" {
  description = "Branch whose pushes may plan."
  type        = string
  default     = "main"
}

variable "boundary" {
  description = "Whether the roles that the deployment makes must carry a permissions boundary: then set permissions_boundary_arn in infra/terraform, or it cannot make them. false leaves it to whoever approves the environment what a role's policy says."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "As in infra/terraform."
  type        = string
  default     = null
}

variable "vpc" {
  description = "Whether the functions run in a VPC, as in infra/terraform."
  type        = bool
  default     = false
}

variable "existing_secret_arns" {
  description = "Secrets that the functions read and the deployment does not make: kafka_secret_arn and those of secret_references in infra/terraform."
  type        = list(string)
  default     = []
}

variable "existing_parameter_arns" {
  description = "Parameters of Parameter Store in secret_references of infra/terraform."
  type        = list(string)
  default     = []
}
