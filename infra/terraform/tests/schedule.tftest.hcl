mock_provider "aws" {
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:queue", url = "https://sqs.example/queue" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/role" }
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
  schedule = {
    name                     = "poll"
    interval_seconds         = 30
    function_name            = "tracker-poll-opensky"
    function_arn             = "arn:aws:lambda:eu-central-1:123456789012:function:tracker-poll-opensky"
    function_timeout_seconds = 30
    delivery                 = "queue"
    enabled                  = true
  }
}

run "thirty_seconds_are_two_messages_a_minute" {
  module {
    source = "./modules/schedule"
  }
  assert {
    condition     = aws_scheduler_schedule.this.schedule_expression == "rate(1 minute)"
    error_message = "AWS refuses anything finer."
  }
  assert {
    condition     = [for e in jsondecode(aws_scheduler_schedule.this.target[0].input).Entries : e.DelaySeconds] == [0, 30]
    error_message = "One call sends both messages, 30 s apart."
  }
  assert {
    condition     = aws_scheduler_schedule.this.target[0].arn == "arn:aws:scheduler:::aws-sdk:sqs:sendMessageBatch"
    error_message = "Scheduler's universal target."
  }
  assert {
    condition     = jsondecode(aws_scheduler_schedule.this.target[0].input).QueueUrl == "https://sqs.example/queue"
    error_message = "The messages go to the queue of ticks."
  }
}

run "a_message_is_hidden_for_six_timeouts_and_ends_in_the_dead_letters" {
  module {
    source = "./modules/schedule"
  }
  assert {
    condition     = aws_sqs_queue.ticks[0].visibility_timeout_seconds == 180 && jsondecode(aws_sqs_queue.ticks[0].redrive_policy).maxReceiveCount == 5
    error_message = "Lambda asks for six times the function's timeout, and five receives."
  }
  assert {
    condition     = aws_sqs_queue.ticks[0].message_retention_seconds > 5 * 180
    error_message = "A message must not expire before it becomes a dead letter."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.ticks[0].scaling_config[0].maximum_concurrency == 2
    error_message = "2 is the least that SQS triggers take; the function's reserved concurrency makes it one."
  }
}

run "scheduler_may_send_ticks_and_dead_letters_only" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  assert {
    condition = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : [s.Action, s.Resource]] == [
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:123456789012:tracker-poll-ticks"]],
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-central-1:123456789012:tracker-poll-dead-letters"]],
    ]
    error_message = "Nothing else."
  }
}

run "whole_minutes_are_one_message" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    schedule = {
      name = "poll", interval_seconds = 300, function_name = "f", function_arn = "arn:f", function_timeout_seconds = 30, delivery = "queue", enabled = false
    }
  }
  assert {
    condition     = output.expression == "rate(5 minutes)" && output.delays_seconds == tolist([0])
    error_message = "Five minutes."
  }
  assert {
    condition     = aws_scheduler_schedule.this.state == "DISABLED"
    error_message = "A paused schedule stays there."
  }
}

run "called_directly_it_has_no_queue_of_ticks" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    schedule = {
      name = "load", interval_seconds = 21600, function_name = "f", function_arn = "arn:f", function_timeout_seconds = 900, delivery = "function", enabled = true
    }
  }
  assert {
    condition     = length(aws_sqs_queue.ticks) == 0 && aws_scheduler_schedule.this.target[0].arn == "arn:f"
    error_message = "Scheduler calls the function."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[0].Action == ["lambda:InvokeFunction"]
    error_message = "It may call it."
  }
}

run "a_cadence_that_does_not_divide_the_minute_is_refused" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    schedule = {
      name = "poll", interval_seconds = 25, function_name = "f", function_arn = "arn:f", function_timeout_seconds = 30, delivery = "queue", enabled = true
    }
  }
  expect_failures = [var.schedule]
}

run "a_function_is_not_called_twice_a_minute" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    schedule = {
      name = "poll", interval_seconds = 30, function_name = "f", function_arn = "arn:f", function_timeout_seconds = 30, delivery = "function", enabled = true
    }
  }
  expect_failures = [var.schedule]
}
