locals {
  url = var.api.kind == "gateway" ? one(values(aws_apigatewayv2_api.this)[*].api_endpoint) : one(aws_lambda_function_url.this[*].function_url)
}

output "url" {
  description = "Where the API answers, without CloudFront."
  value       = trimsuffix(local.url, "/")
}

output "domain" {
  description = "The same as CloudFront wants it."
  value       = element(split("/", replace(local.url, "/^https?:[/][/]/", "")), 0)
}

output "gateway_id" {
  description = "Id of the gateway, for its metrics; null with a function URL."
  value       = one(values(aws_apigatewayv2_api.this)[*].id)
}
