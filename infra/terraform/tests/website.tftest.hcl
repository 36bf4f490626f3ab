mock_provider "aws" {
  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::123456789012:distribution/D", domain_name = "d.cloudfront.net", hosted_zone_id = "Z2" }
  }
}

variables {
  context = {
    name               = "tracker"
    partition          = "aws"
    region             = "eu-central-1"
    account_id         = "123456789012"
    log_retention_days = 7
  }
  website = {
    bucket = { bucket = "tracker-website", arn = "arn:aws:s3:::tracker-website", domain = "tracker-website.s3.eu-central-1.amazonaws.com", statement = { Sid = "TlsOnly" } }
    folder = "tests/page"
    api    = { domain = "abc.execute-api.eu-central-1.amazonaws.com", signed = false, function_name = "tracker-api" }

    price_class  = "PriceClass_100"
    tile_origins = ["https://tiles.example.org"]
  }
}

run "the_api_decides_how_long_its_answers_are_kept" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = aws_cloudfront_cache_policy.api.min_ttl == 0 && aws_cloudfront_cache_policy.api.default_ttl == 0
    error_message = "Without a Cache-Control of the API nothing is kept."
  }
  assert {
    condition     = one(aws_cloudfront_cache_policy.api.parameters_in_cache_key_and_forwarded_to_origin[0].query_strings_config).query_string_behavior == "all"
    error_message = "Another question is another answer."
  }
}

run "api_paths_go_to_the_api_and_its_errors_stay_its_own" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].path_pattern == "/api/*" && aws_cloudfront_distribution.this.ordered_cache_behavior[0].target_origin_id == "api"
    error_message = "/api/* is the API's."
  }
  assert {
    condition     = alltrue([for r in aws_cloudfront_distribution.this.custom_error_response : coalesce(r.response_page_path, "none") == "none" && coalesce(r.response_code, 0) == 0]) && alltrue([for o in aws_cloudfront_distribution.this.origin : coalesce(o.origin_path, "none") == "none"])
    error_message = "A 404 of the API must not become the page, and no path is put before the request's."
  }
}

run "an_error_is_not_kept" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = { for r in aws_cloudfront_distribution.this.custom_error_response : r.error_code => r.error_caching_min_ttl } == { for code in [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] : code => 0 }
    error_message = "The API says no-store with each of them, and CloudFront would keep it for ten seconds."
  }
}

run "hashed_assets_are_immutable_and_the_page_is_not" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = aws_s3_object.asset["assets/index-a1b2c3.js"].cache_control == "public, max-age=31536000, immutable" && aws_s3_object.asset["assets/index-a1b2c3.js"].content_type == "text/javascript; charset=utf-8"
    error_message = "The name holds the hash."
  }
  assert {
    condition     = aws_s3_object.page["index.html"].cache_control == "no-cache" && aws_s3_object.page["index.html"].content_type == "text/html; charset=utf-8"
    error_message = "A browser asks each time whether there is a new one."
  }
  assert {
    condition     = aws_s3_object.asset["icon.svg"].content_type == "image/svg+xml"
    error_message = "By its ending."
  }
}

run "only_this_distribution_reads_the_bucket" {
  module {
    source = "./modules/website"
  }
  assert {
    condition = (
      jsondecode(aws_s3_bucket_policy.page.policy).Statement[1].Condition.StringEquals["aws:SourceArn"] == "arn:aws:cloudfront::123456789012:distribution/D"
      && jsondecode(aws_s3_bucket_policy.page.policy).Statement[0].Sid == "TlsOnly"
    )
    error_message = "CloudFront alone, and over TLS."
  }
}

run "the_page_may_load_its_own_and_the_tiles_that_were_named" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_security_policy[0].content_security_policy, "img-src 'self' data: https://tiles.example.org;")
    error_message = "And no other origin."
  }
  assert {
    condition     = length(aws_cloudfront_response_headers_policy.api.security_headers_config[0].content_security_policy) == 0
    error_message = "/api/docs brings its own scripts."
  }
}

run "nobody_frames_the_page_but_who_was_named" {
  module {
    source = "./modules/website"
  }
  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_security_policy[0].content_security_policy, "frame-ancestors 'none'") && length(aws_cloudfront_response_headers_policy.page.security_headers_config[0].frame_options) == 1
    error_message = "By default nobody."
  }
}

run "an_origin_that_was_named_may_frame_the_page" {
  module {
    source = "./modules/website"
  }
  variables {
    website = {
      bucket = { bucket = "b", arn = "a", domain = "d", statement = {} }, folder = "tests/page"
      api    = { domain = "abc", signed = false, function_name = "f" }, price_class = "PriceClass_100", tile_origins = []

      embed_origins = ["https://www.example.org"]
    }
  }
  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.page.security_headers_config[0].content_security_policy[0].content_security_policy, "frame-ancestors https://www.example.org") && length(aws_cloudfront_response_headers_policy.page.security_headers_config[0].frame_options) == 0
    error_message = "X-Frame-Options knows no list of origins."
  }
}

run "a_missing_page_is_a_sentence" {
  command = plan
  module {
    source = "./modules/website"
  }
  variables {
    website = {
      bucket = { bucket = "b", arn = "a", domain = "d", statement = {} }, folder = "tests/nowhere"
      api    = { domain = "abc", signed = false, function_name = "f" }, price_class = "PriceClass_100", tile_origins = []
    }
  }
  expect_failures = [var.website]
}

run "a_signed_function_url_lets_this_distribution_in" {
  module {
    source = "./modules/website"
  }
  variables {
    website = {
      bucket          = { bucket = "b", arn = "a", domain = "d", statement = {} }, folder = "tests/page"
      api             = { domain = "abc", signed = true, function_name = "f" }, price_class = "PriceClass_100", tile_origins = []
      domain_name     = "flights.example.org"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/c"
    }
  }
  assert {
    condition     = toset([for p in aws_lambda_permission.cloudfront : p.action]) == toset(["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"])
    error_message = "Both are asked for."
  }
  assert {
    condition     = output.url == "https://flights.example.org" && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "The domain of one's own."
  }
}

run "a_domain_without_a_certificate_is_refused" {
  command = plan
  module {
    source = "./modules/website"
  }
  variables {
    website = {
      bucket = { bucket = "b", arn = "a", domain = "d", statement = {} }, folder = "tests/page"
      api    = { domain = "abc", signed = false, function_name = "f" }, price_class = "PriceClass_100", tile_origins = []

      domain_name = "flights.example.org"
    }
  }
  expect_failures = [var.website]
}

run "its_record_is_made_where_the_zone_is_known" {
  command = plan
  module {
    source = "./modules/website"
  }
  variables {
    website = {
      bucket = { bucket = "b", arn = "a", domain = "d", statement = {} }, folder = "tests/page"
      api    = { domain = "abc", signed = false, function_name = "f" }, price_class = "PriceClass_100", tile_origins = []

      domain_name     = "flights.example.org"
      certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/c"
      hosted_zone_id  = "Z1"
    }
  }
  assert {
    condition     = keys(aws_route53_record.page) == ["A", "AAAA"]
    error_message = "IPv4 and IPv6."
  }
}
