resource "aws_iam_role" "this" {
  name                 = "${local.name}-schedule"
  permissions_boundary = var.context.boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      # Scheduler compares with the group, not with the schedule.
      Condition = { StringEquals = {
        "aws:SourceAccount" = var.context.account_id
        "aws:SourceArn"     = "arn:${var.context.partition}:scheduler:${local.arn_tail}:schedule-group/${local.name}"
      } }
    }]
  })
}

locals {
  call = local.queued ? {
    Sid      = "SendTicks"
    Effect   = "Allow"
    Action   = ["sqs:SendMessage"]
    Resource = [local.ticks_arn]
    } : {
    Sid      = "CallFunction"
    Effect   = "Allow"
    Action   = ["lambda:InvokeFunction"]
    Resource = [var.schedule.function_arn]
  }
  bury = {
    Sid      = "SendDeadLetters"
    Effect   = "Allow"
    Action   = ["sqs:SendMessage"]
    Resource = [local.dead_letters_arn]
  }
  key = [for arn in var.context.kms_key_arn[*] : {
    Sid      = "UseKey"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = [arn]
  }]
}

resource "aws_iam_role_policy" "this" {
  name   = "${local.name}-schedule"
  role   = aws_iam_role.this.name
  policy = jsonencode({ Version = "2012-10-17", Statement = concat([local.call, local.bury], local.key) })
}
