mock_provider "aws" {
  mock_resource "aws_apigatewayv2_api" {
    defaults = { api_endpoint = "https://abc.execute-api.eu-central-1.amazonaws.com", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:abc" }
  }
  mock_resource "aws_lambda_function_url" {
    defaults = { function_url = "https://abc.lambda-url.eu-central-1.on.aws/" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:access" }
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
  api = {
    kind        = "gateway", function_name = "tracker-api", invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/x"
    signed_only = false, requests_per_second = 50, burst = 100
  }
}

run "every_path_goes_to_the_function_as_it_came" {
  module {
    source = "./modules/http_api"
  }
  assert {
    condition     = aws_apigatewayv2_route.this["this"].route_key == "$default" && aws_apigatewayv2_stage.this["this"].name == "$default"
    error_message = "No stage's name comes before the path."
  }
  assert {
    condition     = aws_apigatewayv2_integration.this["this"].payload_format_version == "2.0"
    error_message = "The shape that Mangum reads."
  }
  assert {
    condition     = output.domain == "abc.execute-api.eu-central-1.amazonaws.com" && output.url == "https://abc.execute-api.eu-central-1.amazonaws.com"
    error_message = "CloudFront wants the domain, a person the address."
  }
}

run "the_gateway_throttles_and_logs_no_address" {
  module {
    source = "./modules/http_api"
  }
  assert {
    condition     = aws_apigatewayv2_stage.this["this"].default_route_settings[0].throttling_rate_limit == 50 && aws_apigatewayv2_stage.this["this"].default_route_settings[0].throttling_burst_limit == 100
    error_message = "As the variables say."
  }
  assert {
    condition     = !strcontains(aws_apigatewayv2_stage.this["this"].access_log_settings[0].format, "sourceIp")
    error_message = "The access log is about requests, not persons."
  }
}

run "only_this_gateway_may_call_the_function" {
  module {
    source = "./modules/http_api"
  }
  assert {
    condition     = aws_lambda_permission.gateway["this"].source_arn == "arn:aws:execute-api:eu-central-1:123456789012:abc/*"
    error_message = "Its own execution ARN."
  }
}

run "a_function_url_behind_cloudfront_answers_signatures_only" {
  module {
    source = "./modules/http_api"
  }
  variables {
    api = {
      kind = "function_url", function_name = "tracker-api", invoke_arn = "arn:invoke", signed_only = true, requests_per_second = 50, burst = 100
    }
  }
  assert {
    condition     = aws_lambda_function_url.this[0].authorization_type == "AWS_IAM" && length(aws_lambda_permission.url) == 0 && length(aws_apigatewayv2_api.this) == 0
    error_message = "Nobody else gets in, and there is no gateway."
  }
  assert {
    condition     = output.domain == "abc.lambda-url.eu-central-1.on.aws" && output.gateway_id == null
    error_message = "The domain for CloudFront."
  }
}

run "zero_requests_a_second_is_refused" {
  command = plan
  module {
    source = "./modules/http_api"
  }
  variables {
    api = { kind = "gateway", function_name = "f", invoke_arn = "i", signed_only = false, requests_per_second = 0, burst = 1 }
  }
  expect_failures = [var.api]
}
