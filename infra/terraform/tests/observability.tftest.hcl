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
    poll_runs             = "lambda"
    kafka_trigger         = "event_source_mapping"
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
      dead_letters = {}, gateways = {}, poll_runs = "paused", kafka_trigger = "event_source_mapping"
    }
  }
  assert {
    condition     = !aws_cloudwatch_metric_alarm.this["feed-late"].actions_enabled && !contains(keys(aws_cloudwatch_metric_alarm.this), "load-late")
    error_message = "It is paused on purpose, and there is no load."
  }
}

run "a_poller_outside_is_seen_by_what_is_consumed" {
  module {
    source = "./modules/observability"
  }
  variables {
    watched = {
      functions = {
        poll_opensky  = { name = "p", log_group = "p" }
        consume_batch = { name = "c", log_group = "c" }
      }
      dead_letters = {}, gateways = {}, poll_runs = "elsewhere", kafka_trigger = "none"
    }
  }
  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["feed-late"].actions_enabled
      && aws_cloudwatch_metric_alarm.this["feed-late"].metric_name == "Records"
      && aws_cloudwatch_log_metric_filter.reported["Records"].log_group_name == "c"
    )
    error_message = "The box at home that dies is heard."
  }
  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "consumer-lag")
    error_message = "Nobody knows how far an event poller outside is behind."
  }
  assert {
    condition     = alltrue([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : length(w.properties.metrics) > 0])
    error_message = "CloudWatch refuses a graph without a line."
  }
}

run "a_scheduled_pull_is_watched_by_its_own_report" {
  module {
    source = "./modules/observability"
  }
  variables {
    watched = {
      functions = {
        poll_opensky  = { name = "p", log_group = "p" }
        consume_batch = { name = "c", log_group = "c" }
        pull          = { name = "u", log_group = "u" }
      }
      dead_letters = {}, gateways = {}, poll_runs = "lambda", kafka_trigger = "schedule"
    }
  }
  assert {
    condition = { for name in ["Records", "Rejected", "Missing", "Behind"] : name => aws_cloudwatch_log_metric_filter.reported[name].pattern } == {
      for name in ["Records", "Rejected", "Missing", "Behind"] : name => "{ $.message = \"pull\" && $.${lower(name)} >= 0 }"
    }
    error_message = "From the lines of pull."
  }
  assert {
    condition     = alltrue([for name in ["Records", "Rejected", "Missing", "Behind"] : aws_cloudwatch_log_metric_filter.reported[name].log_group_name == "u"])
    error_message = "In its own log group."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["consumer-lag"].metric_name == "Behind" && aws_cloudwatch_metric_alarm.this["consumer-lag"].namespace == "tracker"
    error_message = "Lambda publishes no OffsetLag without a trigger."
  }
}

run "a_dead_letter_stays_an_alarm_while_it_is_there" {
  module {
    source = "./modules/observability"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["poll-dead-letters"].treat_missing_data == "ignore"
    error_message = "SQS stops telling of a queue that nobody uses."
  }
}

run "a_load_is_late_after_twice_its_interval" {
  module {
    source = "./modules/observability"
  }
  variables {
    watched = {
      functions = {
        poll_opensky  = { name = "p", log_group = "p" }
        consume_batch = { name = "c", log_group = "c" }
        load          = { name = "l", log_group = "l" }
      }
      dead_letters = {}, gateways = {}, poll_runs = "lambda", kafka_trigger = "event_source_mapping", load_interval_seconds = 86400
    }
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["load-late"].period * aws_cloudwatch_metric_alarm.this["load-late"].evaluation_periods == 2 * 86400
    error_message = "With a load a day one interval would be an alarm every day."
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
