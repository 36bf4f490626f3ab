variable "certificate" {
  description = "domain_name, and the Route 53 zone in which it is shown to be ours. The provider given must be of us-east-1: CloudFront takes no other region's."
  type = object({
    domain_name    = string
    hosted_zone_id = string
  })

  validation {
    condition     = !startswith(var.certificate.domain_name, "*.")
    error_message = "domain_name is the page's own: a wildcard would be more than it needs."
  }
}
