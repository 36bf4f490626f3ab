# EventBridge Scheduler fires once a minute at most. A finer cadence is one call that puts several
# messages into a queue, each with its own delay, so that they are exactly as far apart as wanted.
locals {
  name       = "${var.context.name}-${var.schedule.name}"
  queued     = var.schedule.delivery == "queue"
  minutes    = max(1, floor(var.schedule.interval_seconds / 60))
  expression = local.minutes == 1 ? "rate(1 minute)" : "rate(${local.minutes} minutes)"
  delays     = range(0, local.minutes * 60, var.schedule.interval_seconds)

  arn_tail         = "${var.context.region}:${var.context.account_id}"
  ticks_arn        = "arn:${var.context.partition}:sqs:${local.arn_tail}:${local.name}-ticks"
  dead_letters_arn = "arn:${var.context.partition}:sqs:${local.arn_tail}:${local.name}-dead-letters"
}

resource "aws_scheduler_schedule_group" "this" {
  name = local.name
}

resource "aws_scheduler_schedule" "this" {
  # checkov:skip=CKV_AWS_297:the schedule holds no secret: a queue's address and delays
  name                = local.name
  group_name          = aws_scheduler_schedule_group.this.name
  description         = "Every ${var.schedule.interval_seconds} s: ${var.schedule.function_name}"
  schedule_expression = local.expression
  state               = var.schedule.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = local.queued ? "arn:${var.context.partition}:scheduler:::aws-sdk:sqs:sendMessageBatch" : var.schedule.function_arn
    role_arn = aws_iam_role.this.arn
    input    = local.queued ? local.batch : jsonencode({ schedule = local.name })

    retry_policy {
      maximum_event_age_in_seconds = 60 # a late call is worth nothing: the next one is there
      maximum_retry_attempts       = 1
    }
    dead_letter_config {
      arn = aws_sqs_queue.dead_letters.arn
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

locals {
  batch = local.queued ? jsonencode({
    QueueUrl = one(aws_sqs_queue.ticks[*].url)
    Entries = [for delay in local.delays : {
      Id           = "after-${delay}-s"
      MessageBody  = jsonencode({ schedule = local.name, delay_seconds = delay })
      DelaySeconds = delay
    }]
  }) : null
}
