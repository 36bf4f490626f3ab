locals {
  buckets = { for kind, name in {
    data    = var.storage.data_bucket
    website = var.storage.website_bucket
  } : kind => name if name != null }

  # Prefix to days. `live/` and `state/` are replaced in place and stay; `packages/` is Terraform's own.
  expiry = {
    "frames/"     = var.storage.frame_days
    "landing/"    = var.storage.landing_days
    "rejected/"   = var.storage.rejected_days
    "aws/lambda/" = var.storage.rejected_days # batches that the Kafka trigger gave up
  }
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_18:access logs would be more objects than the tracker writes; CloudTrail data events are the account's affair
  # checkov:skip=CKV_AWS_21:versioning is off: a shard is replaced every poll, and each old version would be paid for; Kafka and Delta keep history
  # checkov:skip=CKV_AWS_144:one region: what is lost is read again from Kafka, or is in the Delta tables
  # checkov:skip=CKV_AWS_145:S3's own key unless kms_key_arn names another; the website's bucket is public content
  # checkov:skip=CKV2_AWS_62:nothing waits for events of these buckets
  # checkov:skip=CKV2_AWS_61:the lifecycle is below, for the data bucket; the website's objects are replaced by Terraform
  for_each      = local.buckets
  bucket        = each.value
  force_destroy = var.storage.remove_with_content
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = aws_s3_bucket.this
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = aws_s3_bucket.this
  bucket   = each.value.id
  rule {
    # CloudFront reads the page's bucket, and needs no right on a key for content that is public anyway.
    apply_server_side_encryption_by_default {
      sse_algorithm     = each.key == "data" && var.context.kms_key_arn != null ? "aws:kms" : "AES256"
      kms_master_key_id = each.key == "data" ? var.context.kms_key_arn : null
    }
    bucket_key_enabled = each.key == "data" && var.context.kms_key_arn != null
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket = aws_s3_bucket.this["data"].id

  dynamic "rule" {
    for_each = local.expiry
    content {
      id     = "expire-${replace(trimsuffix(rule.key, "/"), "/", "-")}"
      status = "Enabled"
      filter {
        prefix = rule.key
      }
      expiration {
        days = rule.value
      }
    }
  }

  rule {
    id     = "abort-unfinished-uploads"
    status = "Enabled"
    filter {
      prefix = ""
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

# The page's bucket gets the same sentence together with CloudFront's right to read: modules/website.
resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.this["data"].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.tls_only["data"]]
  })
  depends_on = [aws_s3_bucket_public_access_block.this]
}

locals {
  tls_only = { for kind, name in local.buckets : kind => {
    Sid       = "TlsOnly"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*" # a denial: whatever is asked without TLS is refused
    Resource  = ["arn:${var.context.partition}:s3:::${name}", "arn:${var.context.partition}:s3:::${name}/*"]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  } }
}
