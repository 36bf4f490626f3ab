locals {
  receives = 5 # what Lambda asks of a source queue at least: to be refused now and then is no failure
}

resource "aws_sqs_queue" "dead_letters" {
  # checkov:skip=CKV2_AWS_73:SQS's own key holds no secret here; kms_key_arn names another
  name                      = "${local.name}-dead-letters"
  message_retention_seconds = 14 * 86400
  sqs_managed_sse_enabled   = var.context.kms_key_arn == null ? true : null
  kms_master_key_id         = var.context.kms_key_arn
}

resource "aws_sqs_queue" "ticks" {
  # checkov:skip=CKV2_AWS_73:SQS's own key holds no secret here; kms_key_arn names another
  count                      = local.queued ? 1 : 0
  name                       = "${local.name}-ticks"
  visibility_timeout_seconds = 6 * var.schedule.function_timeout_seconds                        # what Lambda asks of a source queue
  message_retention_seconds  = (local.receives + 1) * 6 * var.schedule.function_timeout_seconds # longer than all receives
  sqs_managed_sse_enabled    = var.context.kms_key_arn == null ? true : null
  kms_master_key_id          = var.context.kms_key_arn

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letters.arn
    maxReceiveCount     = local.receives
  })
}

resource "aws_lambda_event_source_mapping" "ticks" {
  count            = local.queued ? 1 : 0
  event_source_arn = aws_sqs_queue.ticks[0].arn
  function_name    = var.schedule.function_name
  batch_size       = 10 # a backlog is one invocation, not one for each that was missed

  scaling_config {
    # The least there is. Reserved concurrency makes it one: what is refused then comes again, and
    # counts as received.
    maximum_concurrency = 2
  }
}

# Called directly, a function is tried again by Lambda itself.
resource "aws_lambda_function_event_invoke_config" "direct" {
  count                        = local.queued ? 0 : 1
  function_name                = var.schedule.function_name
  maximum_event_age_in_seconds = max(60, min(21600, var.schedule.interval_seconds))
  maximum_retry_attempts       = 1

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead_letters.arn
    }
  }
}
