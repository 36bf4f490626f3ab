resource "aws_cloudfront_function" "page" {
  name    = "${local.name}-page"
  runtime = "cloudfront-js-2.0"
  comment = "Single-page fallback"
  publish = true
  code    = file("${path.module}/page.js")
}

resource "aws_s3_bucket_policy" "page" {
  bucket = var.website.bucket.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [var.website.bucket.statement, {
      Sid       = "CloudFrontReads"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = ["s3:GetObject"]
      Resource  = ["${var.website.bucket.arn}/*"] # the whole page, and nothing else is in that bucket
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.this.arn } }
    }]
  })
}

# A function URL asks for both since October 2025.
resource "aws_lambda_permission" "cloudfront" {
  for_each      = var.website.api.signed ? { Url = "lambda:InvokeFunctionUrl", Invoke = "lambda:InvokeFunction" } : {}
  statement_id  = "CloudFront${each.key}"
  action        = each.value
  function_name = var.website.api.function_name
  principal     = "cloudfront.amazonaws.com"
  source_arn    = aws_cloudfront_distribution.this.arn
}
