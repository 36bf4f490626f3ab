mock_provider "aws" {}

variables {
  context = {
    name               = "tracker"
    partition          = "aws"
    region             = "eu-central-1"
    account_id         = "123456789012"
    log_retention_days = 7
  }
  stream = {
    bootstrap_servers    = "a:9092,b:9092"
    security_protocol    = "SASL_SSL"
    sasl_mechanism       = "PLAIN"
    secret_arn           = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tracker/kafka-AbCdEf"
    topics               = { states = "flights.states", rejected = "flights.rejected" }
    function_name        = "tracker-consume-batch"
    batch_records        = 10000
    batch_window_seconds = 2
    starting_position    = "TRIM_HORIZON"
    failed_batches_arn   = "arn:aws:s3:::tracker-data"
    enabled              = true
  }
}

run "each_topic_has_a_trigger_of_its_own" {
  command = plan
  module {
    source = "./modules/stream"
  }
  assert {
    condition     = { for role, m in aws_lambda_event_source_mapping.topic : role => one(m.topics) } == { states = "flights.states", rejected = "flights.rejected" }
    error_message = "A mapping takes exactly one topic."
  }
  assert {
    condition     = length(distinct([for m in aws_lambda_event_source_mapping.topic : m.self_managed_kafka_event_source_config[0].consumer_group_id])) == 2
    error_message = "Two mappings may not share a consumer group."
  }
  assert {
    condition     = alltrue([for m in aws_lambda_event_source_mapping.topic : m.self_managed_event_source[0].endpoints["KAFKA_BOOTSTRAP_SERVERS"] == "a:9092,b:9092"])
    error_message = "The endpoints are one comma-separated string."
  }
}

run "confluents_credentials_are_basic_auth" {
  command = plan
  module {
    source = "./modules/stream"
  }
  assert {
    condition     = [for a in aws_lambda_event_source_mapping.topic["states"].source_access_configuration : a.type] == ["BASIC_AUTH"]
    error_message = "SASL/PLAIN is BASIC_AUTH."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.topic["states"].destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::tracker-data"
    error_message = "A batch that failed too often is kept whole in the bucket."
  }
}

run "retry_and_error_controls_need_provisioned_mode_and_are_not_set" {
  command = plan
  module {
    source = "./modules/stream"
  }
  assert {
    condition     = alltrue([for m in aws_lambda_event_source_mapping.topic : m.bisect_batch_on_function_error != true && length(m.provisioned_poller_config) == 0])
    error_message = "On demand, Lambda refuses them."
  }
}

run "plaintext_over_the_internet_is_refused" {
  command = plan
  module {
    source = "./modules/stream"
  }
  variables {
    stream = {
      bootstrap_servers = "a:9092", security_protocol = "PLAINTEXT", sasl_mechanism = "PLAIN", topics = {}, function_name = "f"
      batch_records     = 1, batch_window_seconds = 0, starting_position = "LATEST", enabled = true
    }
  }
  expect_failures = [var.stream]
}

run "a_batch_of_more_than_ten_thousand_is_refused" {
  command = plan
  module {
    source = "./modules/stream"
  }
  variables {
    stream = {
      bootstrap_servers = "a:9092", security_protocol = "SASL_SSL", sasl_mechanism = "PLAIN", secret_arn = "arn:s", topics = {}, function_name = "f"
      batch_records     = 10001, batch_window_seconds = 0, starting_position = "LATEST", enabled = true
    }
  }
  expect_failures = [var.stream]
}

run "in_a_vpc_the_brokers_are_reached_from_its_subnets" {
  command = plan
  module {
    source = "./modules/stream"
  }
  variables {
    stream = {
      bootstrap_servers = "a:9092", security_protocol = "PLAINTEXT", sasl_mechanism = "PLAIN", topics = { states = "t" }, function_name = "f"
      batch_records     = 1, batch_window_seconds = 0, starting_position = "LATEST", enabled = true
      vpc               = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    }
  }
  assert {
    condition     = toset([for a in aws_lambda_event_source_mapping.topic["states"].source_access_configuration : a.uri]) == toset(["subnet:subnet-1", "security_group:sg-1"])
    error_message = "Lambda's own notation."
  }
}
