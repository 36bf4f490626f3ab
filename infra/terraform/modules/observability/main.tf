resource "aws_sns_topic" "alarms" {
  # checkov:skip=CKV_AWS_26:an alarm's text is no secret, and CloudWatch may not use SNS's own key; kms_key_arn names another
  count             = var.alarms.enabled ? 1 : 0
  name              = "${var.context.name}-alarms"
  kms_master_key_id = var.context.kms_key_arn
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.alarms.enabled && var.alarms.email != null ? 1 : 0
  topic_arn = aws_sns_topic.alarms[0].arn
  protocol  = "email"
  endpoint  = var.alarms.email
}

resource "aws_budgets_budget" "monthly" {
  count        = var.alarms.monthly_budget_usd == null ? 0 : 1
  name         = "${var.context.name}-monthly"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.alarms.monthly_budget_usd)
  limit_unit   = "USD"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }
    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = [var.alarms.email]
    }
  }
}
