resource "aws_lambda_function_url" "this" {
  # checkov:skip=CKV_AWS_258:without CloudFront before it there is nobody who could sign; for emulators
  count              = var.api.kind == "function_url" ? 1 : 0
  function_name      = var.api.function_name
  authorization_type = var.api.signed_only ? "AWS_IAM" : "NONE"
}

# CloudFront's own right is in modules/website, which knows the distribution.
resource "aws_lambda_permission" "url" {
  # checkov:skip=CKV_AWS_301:a function URL without CloudFront is public; for emulators
  count                  = var.api.kind == "function_url" && !var.api.signed_only ? 1 : 0
  statement_id           = "PublicUrl"
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = var.api.function_name
  principal              = "*"
  function_url_auth_type = "NONE"
}
