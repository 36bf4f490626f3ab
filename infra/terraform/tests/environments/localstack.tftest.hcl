# With -var-file=environments/localstack.tfvars; tests/infra/test_terraform.py runs it.
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}
mock_provider "aws" {
  alias = "us_east_1"
}
mock_provider "databricks" {}

variables {
  packages_folder = "tests/packages"
  website_folder  = "tests/page"
}

run "what_the_emulator_lacks_is_off" {
  command = plan
  assert {
    condition     = length(module.website) == 0 && length(module.stream) == 0 && length(module.lakehouse) == 0
    error_message = "No CloudFront, no Kafka trigger, no Databricks."
  }
  assert {
    condition     = module.http_api.gateway_id == null && length(output.alarms) == 0 && output.dashboard == null
    error_message = "No API Gateway v2, no alarms."
  }
}

run "the_functions_are_those_of_every_environment" {
  command = plan
  assert {
    condition     = keys(module.function) == ["api", "consume_batch", "poll_opensky"]
    error_message = "The same modules, the same packages."
  }
  assert {
    condition     = local.environment.consume_batch["AWS_ENDPOINT_URL"] == "http://localhost:4566" && local.environment.consume_batch["OBJECT_STORE_URL"] == "s3://flight-tracker-data-123456789012"
    error_message = "They find the emulator's bucket."
  }
  assert {
    condition     = module.schedule["poll"].expression == "rate(1 minute)" && length(local.made_secrets) == 0
    error_message = "Scheduler calls the poll; a broker without SASL needs no secret."
  }
}

run "finer_than_a_minute_needs_the_queue" {
  command = plan
  variables {
    poll_interval_seconds = 30
  }
  expect_failures = [var.poll_interval_seconds]
}
