locals {
  # AWS's managed policy "AllViewerExceptHostHeader"; a gateway refuses a Host that is not its own.
  all_viewer_except_host_header = "b689b0a8-53d0-40ab-baf2-68e2966ac09d"
}

# The API says itself how long an answer is good (Cache-Control, until the next snapshot), and what
# must not be kept (no-store). Without a word of it nothing is kept: default_ttl is 0.
resource "aws_cloudfront_cache_policy" "api" {
  name        = "${local.name}-api"
  comment     = "As the API says"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000 # frames are immutable

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip   = true
    enable_accept_encoding_brotli = true
    query_strings_config {
      query_string_behavior = "all"
    }
    headers_config {
      header_behavior = "whitelist"
      headers {
        items = ["Accept", "Origin"] # the API's Vary
      }
    }
    cookies_config {
      cookie_behavior = "none"
    }
  }
}

# Objects carry their own Cache-Control: assets.tf.
resource "aws_cloudfront_cache_policy" "page" {
  name        = "${local.name}-page"
  comment     = "As the objects say"
  min_ttl     = 0
  default_ttl = 60
  max_ttl     = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_gzip   = true
    enable_accept_encoding_brotli = true
    query_strings_config {
      query_string_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    cookies_config {
      cookie_behavior = "none"
    }
  }
}
