mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:tracker-alarms" }
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
  watched = {
    functions = {
      poll_opensky  = { name = "tracker-poll-opensky", log_group = "/aws/lambda/tracker-poll-opensky" }
      consume_batch = { name = "tracker-consume-batch", log_group = "/aws/lambda/tracker-consume-batch" }
      load          = { name = "tracker-load", log_group = "/aws/lambda/tracker-load" }
    }
    dead_letters          = { poll = "tracker-poll-dead-letters" }
    gateways              = { api = "abc" }
    load_interval_seconds = 21600
    is_polling            = true
  }
  alarms = {
    enabled            = true, email = "somebody@example.org", feed_late_after_seconds = 300, rejected_per_hour = 1000, lag_records = 100000, errors = 3
    monthly_budget_usd = 30, dashboard = true
  }
}

run "the_feed_is_late_when_nothing_was_published" {
  module {
    source = "./modules/observability"
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["feed-late"].period * aws_cloudwatch_metric_alarm.this["feed-late"].evaluation_periods == 300
      && aws_cloudwatch_metric_alarm.this["feed-late"].treat_missing_data == "breaching"
      && aws_cloudwatch_metric_alarm.this["feed-late"].metric_name == aws_cloudwatch_log_metric_filter.reported["Published"].metric_transformation[0].name
    )
    error_message = "Silence is the alarm."
  }
  assert {
    condition     = aws_cloudwatch_log_metric_filter.reported["Published"].pattern == "{ $.message = \"poll_opensky\" && $.published >= 0 }"
    error_message = "From the line that the function writes."
  }
}

run "there_is_an_alarm_for_each_thing_that_goes_wrong" {
  module {
    source = "./modules/observability"
  }
  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.this)) == toset([
      "feed-late", "consumer-lag", "records-lost", "rejected", "load-late", "poll-dead-letters", "api-5xx",
      "poll-opensky-errors", "poll-opensky-throttles", "consume-batch-errors", "consume-batch-throttles", "load-errors", "load-throttles",
    ])
    error_message = "These, and no others."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["load-errors"].threshold == 1 && aws_cloudwatch_metric_alarm.this["poll-opensky-errors"].threshold == 3
    error_message = "A load is rare."
  }
}

run "while_the_poll_is_paused_a_late_feed_tells_nobody" {
  module {
    source = "./modules/observability"
  }
  variables {
    watched = {
      functions = {
        poll_opensky  = { name = "p", log_group = "p" }
        consume_batch = { name = "c", log_group = "c" }
      }
      dead_letters = {}, gateways = {}, is_polling = false
    }
  }
  assert {
    condition     = !aws_cloudwatch_metric_alarm.this["feed-late"].actions_enabled && !contains(keys(aws_cloudwatch_metric_alarm.this), "load-late")
    error_message = "It is paused on purpose, and there is no load."
  }
}

run "the_budget_tells_at_eighty_percent" {
  module {
    source = "./modules/observability"
  }
  assert {
    condition     = aws_budgets_budget.monthly[0].limit_amount == "30" && contains([for n in aws_budgets_budget.monthly[0].notification : n.threshold], 80)
    error_message = "Before it is spent."
  }
}

run "switched_off_there_is_nothing" {
  module {
    source = "./modules/observability"
  }
  variables {
    alarms = { enabled = false, feed_late_after_seconds = 300, rejected_per_hour = 1000, lag_records = 100000, errors = 3, dashboard = false }
  }
  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) + length(aws_sns_topic.alarms) + length(aws_cloudwatch_log_metric_filter.reported) + length(aws_cloudwatch_dashboard.this) == 0
    error_message = "For emulators."
  }
}

run "a_budget_without_an_address_is_refused" {
  command = plan
  module {
    source = "./modules/observability"
  }
  variables {
    alarms = { enabled = true, feed_late_after_seconds = 300, rejected_per_hour = 1, lag_records = 1, errors = 3, monthly_budget_usd = 30, dashboard = false }
  }
  expect_failures = [var.alarms]
}
