locals {
  name     = "${var.context.name}-${replace(var.function.name, "_", "-")}"
  arn_tail = "${var.context.region}:${var.context.account_id}"
  log_arn  = "arn:${var.context.partition}:logs:${local.arn_tail}:log-group:/aws/lambda/${local.name}"
  package  = var.function.package
}

resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_338:how long logs are kept is a variable, and a year of them costs more than the tracker
  # checkov:skip=CKV_AWS_158:encrypted by CloudWatch's own key unless kms_key_arn names another
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.context.log_retention_days
  kms_key_id        = var.context.kms_key_arn
}

resource "aws_s3_object" "package" {
  # checkov:skip=CKV_AWS_186:the bucket's own encryption holds, which is kms_key_arn where one is given
  bucket      = var.function.code_bucket
  key         = "packages/${var.function.name}-${local.package.sha256}.zip"
  source      = local.package.file
  source_hash = local.package.sha256

  lifecycle {
    precondition {
      condition     = filesha256(local.package.file) == local.package.sha256
      error_message = "${local.package.file} is not the package that packages.json speaks of: run `make package` again."
    }
  }
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:one JSON line an invocation tells what X-Ray would, without its price
  # checkov:skip=CKV_AWS_115:reserved where it matters, for poll_opensky; a small account cannot reserve for all
  # checkov:skip=CKV_AWS_116:what calls the function has the dead-letter queue: the schedule or the Kafka trigger
  # checkov:skip=CKV_AWS_117:OpenSky and Confluent Cloud are in the internet; a VPC is a variable
  # checkov:skip=CKV_AWS_173:no secret stands in the environment, only references; kms_key_arn encrypts it too
  # checkov:skip=CKV_AWS_272:the package's hash is checked; a signing profile belongs to whoever releases
  function_name                  = local.name
  role                           = aws_iam_role.this.arn
  runtime                        = local.package.runtime
  handler                        = local.package.handler
  architectures                  = [local.package.architecture]
  s3_bucket                      = aws_s3_object.package.bucket
  s3_key                         = aws_s3_object.package.key
  source_code_hash               = filebase64sha256(local.package.file)
  memory_size                    = var.function.memory_mb
  timeout                        = var.function.timeout_seconds
  reserved_concurrent_executions = var.function.reserved_concurrency == null ? -1 : var.function.reserved_concurrency
  kms_key_arn                    = var.context.kms_key_arn

  environment {
    variables = var.function.environment
  }

  logging_config {
    log_format = "Text" # the functions write JSON themselves
    log_group  = aws_cloudwatch_log_group.this.name
  }

  dynamic "vpc_config" {
    for_each = var.function.vpc[*]
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  depends_on = [aws_iam_role_policy.this] # a first invocation must not come before its rights
}
