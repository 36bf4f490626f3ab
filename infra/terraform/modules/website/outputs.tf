output "url" {
  description = "The map."
  value       = "https://${var.website.domain_name != null ? var.website.domain_name : aws_cloudfront_distribution.this.domain_name}"
}

output "distribution_id" {
  description = "Id of the distribution, to look at it or to invalidate by hand."
  value       = aws_cloudfront_distribution.this.id
}
