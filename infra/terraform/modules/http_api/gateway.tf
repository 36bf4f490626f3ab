locals {
  gateways = var.api.kind == "gateway" ? { this = "${var.context.name}-api" } : {}
}

resource "aws_apigatewayv2_api" "this" {
  for_each      = local.gateways
  name          = each.value
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each               = local.gateways
  api_id                 = aws_apigatewayv2_api.this[each.key].id
  integration_type       = "AWS_PROXY"
  integration_uri        = var.api.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

# The path goes to the function as it came: it knows its routes, with /api before them or without.
resource "aws_apigatewayv2_route" "this" {
  # checkov:skip=CKV_AWS_309:what is shown is public; POST /flights/ingest asks for its own key
  for_each           = local.gateways
  api_id             = aws_apigatewayv2_api.this[each.key].id
  route_key          = "$default"
  authorization_type = "NONE"
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

resource "aws_apigatewayv2_stage" "this" {
  for_each    = local.gateways
  api_id      = aws_apigatewayv2_api.this[each.key].id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.api.requests_per_second
    throttling_burst_limit = var.api.burst
  }
  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access[each.key].arn
    format          = jsonencode({ for name in local.logged : name => "$context.${name}" })
  }
}

locals {
  # No address of a person: what was asked, how it went and how long it took.
  logged = ["requestId", "requestTime", "httpMethod", "path", "status", "responseLength", "responseLatency", "integrationErrorMessage"]
}

resource "aws_cloudwatch_log_group" "access" {
  # checkov:skip=CKV_AWS_338:how long logs are kept is a variable
  # checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless kms_key_arn names another
  for_each          = local.gateways
  name              = "/aws/apigateway/${each.value}"
  retention_in_days = var.context.log_retention_days
  kms_key_id        = var.context.kms_key_arn
}

resource "aws_lambda_permission" "gateway" {
  for_each      = local.gateways
  statement_id  = "ApiGateway"
  action        = "lambda:InvokeFunction"
  function_name = var.api.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this[each.key].execution_arn}/*" # every route: there is one
}
