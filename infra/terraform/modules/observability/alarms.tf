locals {
  feed = {
    "feed-late" = {
      what = "No new snapshot for ${var.alarms.feed_late_after_seconds} s: see /api/health for the reason"
      # Of a poller outside only what it wrote is seen here, when it is consumed.
      namespace = local.namespace, metric = var.watched.poll_runs == "elsewhere" ? "Records" : "Published"
      period    = 60, periods = var.alarms.feed_late_after_seconds / 60, missing = "breaching"
      compare   = "LessThanThreshold", threshold = 1, dimensions = {}, statistic = "Sum"
      is_active = var.watched.poll_runs != "paused"
    }
    "records-lost" = {
      what      = "Kafka dropped records before they were consumed: its retention is too short, or the consumer stood still"
      namespace = local.namespace, metric = "Missing", dimensions = {}, statistic = "Sum"
      period    = 300, periods = 1, missing = "notBreaching"
      compare   = "GreaterThanThreshold", threshold = 0, is_active = true
    }
    "rejected" = {
      what      = "More than ${var.alarms.rejected_per_hour} records an hour were rejected: rejected_states has them with the reason"
      namespace = local.namespace, metric = "Rejected", dimensions = {}, statistic = "Sum"
      period    = 3600, periods = 1, missing = "notBreaching"
      compare   = "GreaterThanThreshold", threshold = var.alarms.rejected_per_hour, is_active = true
    }
  }
  lag = { for graph in local.lag_of : "consumer-lag" => {
    what      = "The consumer is more than ${var.alarms.lag_records} records behind Kafka"
    namespace = graph.namespace, metric = graph.metric, dimensions = graph.dimensions
    statistic = "Maximum", period = 300, periods = 3, missing = "notBreaching"
    compare   = "GreaterThanThreshold", threshold = var.alarms.lag_records, is_active = true
  } }
  functions = merge([for package, function in var.watched.functions : {
    "${replace(package, "_", "-")}-errors" = {
      what       = "${function.name} failed: ${function.log_group} says why"
      namespace  = "AWS/Lambda", metric = "Errors"
      dimensions = { FunctionName = function.name }
      statistic  = "Sum", period = 300, periods = 1, missing = "notBreaching"
      # A load is rare, and each one counts.
      compare = "GreaterThanOrEqualToThreshold", threshold = package == "load" ? 1 : var.alarms.errors, is_active = true
    }
    "${replace(package, "_", "-")}-throttles" = {
      what       = "${function.name} was refused: its concurrency or the account's is used up"
      namespace  = "AWS/Lambda", metric = "Throttles"
      dimensions = { FunctionName = function.name }
      statistic  = "Sum", period = 300, periods = 3, missing = "notBreaching"
      compare    = "GreaterThanThreshold", threshold = 0, is_active = true
    }
  }]...)
  queues = { for of, queue in var.watched.dead_letters : "${of}-dead-letters" => {
    what       = "${queue} holds a call that failed for good"
    namespace  = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible"
    dimensions = { QueueName = queue }
    # Of a queue that nobody uses SQS stops telling after six hours: the letter is there all the same.
    statistic = "Maximum", period = 300, periods = 1, missing = "ignore"
    compare   = "GreaterThanThreshold", threshold = 0, is_active = true
  } }
  lakehouse = { for interval in var.watched.load_interval_seconds[*] : "load-late" => {
    what      = "No load has ended well for twice its interval: /api/databricks/status says more"
    namespace = local.namespace, metric = "LoadedRows", dimensions = {}, statistic = "SampleCount"
    period    = 3600, periods = ceil(2 * interval / 3600), missing = "breaching" # CloudWatch looks back a week, by the hour
    compare   = "LessThanThreshold", threshold = 1, is_active = true
  } }
  gateway = { for of, id in var.watched.gateways : "${of}-5xx" => {
    what       = "The API answered with errors of its own"
    namespace  = "AWS/ApiGateway", metric = "5xx"
    dimensions = { ApiId = id }
    statistic  = "Sum", period = 300, periods = 3, missing = "notBreaching"
    compare    = "GreaterThanThreshold", threshold = var.alarms.errors, is_active = true
  } }
  alarms = merge(local.feed, local.lag, local.functions, local.queues, local.lakehouse, local.gateway)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  # checkov:skip=CKV_AWS_319:the feed's alarm is silent while the poll is paused on purpose
  for_each            = var.alarms.enabled ? local.alarms : {}
  alarm_name          = "${var.context.name}-${each.key}"
  alarm_description   = each.value.what
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  datapoints_to_alarm = each.value.periods
  comparison_operator = each.value.compare
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  actions_enabled     = each.value.is_active
  alarm_actions       = [aws_sns_topic.alarms[0].arn]
  ok_actions          = [aws_sns_topic.alarms[0].arn]
}
