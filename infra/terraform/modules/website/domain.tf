resource "aws_route53_record" "page" {
  # checkov:skip=CKV2_AWS_23:it is an alias of the distribution
  for_each = var.website.hosted_zone_id == null || var.website.domain_name == null ? toset([]) : toset(["A", "AAAA"])
  zone_id  = var.website.hosted_zone_id
  name     = var.website.domain_name
  type     = each.key
  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
