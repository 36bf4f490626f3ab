locals {
  name   = "${var.context.name}-website"
  errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] # all that CloudFront lets one name
}

resource "aws_cloudfront_origin_access_control" "this" {
  for_each                          = var.website.api.signed ? toset(["s3", "lambda"]) : toset(["s3"])
  name                              = "${local.name}-${each.key}"
  origin_access_control_origin_type = each.key
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "this" {
  # checkov:skip=CKV_AWS_68:a firewall costs more than the tracker; what the API lets through is bounded by its throttling
  # checkov:skip=CKV2_AWS_47:as above
  # checkov:skip=CKV_AWS_86:access logs of persons are not wanted; the gateway logs what was asked, without addresses
  # checkov:skip=CKV_AWS_310:the page has one origin; a second bucket would hold the same files in the same region
  # checkov:skip=CKV_AWS_374:the page is for everybody, wherever they are
  # checkov:skip=CKV_AWS_174:without a domain of one's own CloudFront's certificate sets the protocol; with one it is TLSv1.2_2021
  # checkov:skip=CKV2_AWS_42:a domain of one's own is a variable
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  comment             = local.name
  price_class         = var.website.price_class
  default_root_object = "index.html"
  aliases             = var.website.domain_name[*]

  origin {
    origin_id                = "page"
    domain_name              = var.website.bucket.domain
    origin_access_control_id = aws_cloudfront_origin_access_control.this["s3"].id
  }
  origin {
    origin_id                = "api"
    domain_name              = var.website.api.domain
    origin_access_control_id = var.website.api.signed ? aws_cloudfront_origin_access_control.this["lambda"].id : null
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      origin_read_timeout    = 30
    }
  }

  default_cache_behavior {
    target_origin_id           = "page"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.page.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.page.id
    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.page.arn
    }
  }
  # The path is sent as it came. Errors are the API's own: a 404 of it must not become the page,
  # which is why the page's fallback is a function of its behaviour and no page of custom_error_response.
  ordered_cache_behavior {
    path_pattern               = "/api/*"
    target_origin_id           = "api"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"] # CloudFront has no smaller set with POST
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.api.id
    origin_request_policy_id   = local.all_viewer_except_host_header
    response_headers_policy_id = aws_cloudfront_response_headers_policy.api.id
  }

  # Without a page: the error goes through as it came, and is not kept for CloudFront's ten seconds.
  dynamic "custom_error_response" {
    for_each = local.errors
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 0
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = var.website.domain_name == null
    acm_certificate_arn            = var.website.domain_name == null ? null : var.website.certificate_arn
    ssl_support_method             = var.website.domain_name == null ? null : "sni-only"
    minimum_protocol_version       = var.website.domain_name == null ? null : "TLSv1.2_2021"
  }
}
