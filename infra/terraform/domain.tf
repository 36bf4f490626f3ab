# A certificate of our own, where there is a domain and none was given for it.
locals {
  makes_certificate = var.website_enabled && var.domain_name != null && var.certificate_arn == null
  certificate_arn   = local.makes_certificate ? module.certificate[0].arn : var.certificate_arn
}

module "certificate" {
  count       = local.makes_certificate ? 1 : 0
  source      = "./modules/certificate"
  providers   = { aws = aws.us_east_1 }
  certificate = { domain_name = var.domain_name, hosted_zone_id = var.hosted_zone_id }
}
