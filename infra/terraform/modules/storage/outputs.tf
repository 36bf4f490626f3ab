output "data_bucket" {
  description = "Name of the data bucket."
  value       = aws_s3_bucket.this["data"].bucket
}

output "website" {
  description = "The page's bucket: name, ARN, the domain CloudFront reads it by, and the statement its policy must keep; null without one."
  value = var.storage.website_bucket == null ? null : {
    bucket    = aws_s3_bucket.this["website"].bucket
    arn       = "arn:${var.context.partition}:s3:::${var.storage.website_bucket}"
    domain    = aws_s3_bucket.this["website"].bucket_regional_domain_name
    statement = local.tls_only["website"]
  }
}
