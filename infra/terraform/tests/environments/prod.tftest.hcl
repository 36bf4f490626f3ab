# With -var-file=environments/prod.tfvars; tests/infra/test_terraform.py runs it.
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
  packages_folder         = "tests/packages"
  website_folder          = "tests/page"
  kafka_bootstrap_servers = "broker.example.org:9092"
  alarm_email             = "somebody@example.org"
  monthly_budget_usd      = 80
}

run "prod_polls_every_thirty_seconds_one_at_a_time" {
  command = plan
  assert {
    condition     = module.schedule["poll"].delays_seconds == tolist([0, 30]) && local.environment.poll_opensky["POLL_INTERVAL_SECONDS"] == "30"
    error_message = "The schedule and the function agree."
  }
  assert {
    condition     = local.functions["poll_opensky"].reserved_concurrency == 1
    error_message = "Never two polls at once."
  }
  assert {
    condition     = alltrue([for f in local.functions : f.package.architecture == "arm64"])
    error_message = "arm64 is a fifth cheaper."
  }
}

run "prod_loads_four_times_a_day" {
  command = plan
  assert {
    condition     = module.schedule["load"].expression == "rate(360 minutes)" && local.environment.load["LOAD_INTERVAL_SECONDS"] == "21600"
    error_message = "The schedule and the function agree."
  }
  assert {
    condition     = length(module.lakehouse) == 1 && local.environment.load["LAKEHOUSE"] == "databricks"
    error_message = "Into Databricks."
  }
}

run "load_and_api_have_credentials_of_their_own" {
  command = plan
  assert {
    condition = (
      local.environment.load["DATABRICKS_CLIENT_SECRET"] == "secretsmanager:flight-tracker/load#DATABRICKS_CLIENT_SECRET"
      && local.environment.api["DATABRICKS_CLIENT_SECRET"] == "secretsmanager:flight-tracker/api#DATABRICKS_CLIENT_SECRET"
    )
    error_message = "The API's may only read."
  }
  assert {
    condition     = local.environment.load["KAFKA_SASL_PASSWORD"] == "secretsmanager:flight-tracker/kafka#password"
    error_message = "Jobs ask Kafka; its password is a reference."
  }
}

run "whoever_wants_no_ingest_fills_no_key_for_it" {
  command = plan
  assert {
    condition     = !contains(keys(local.environment.api), "INGEST_API_KEYS")
    error_message = "The API does not start with an empty secret."
  }
}

run "an_alarm_for_each_function_and_queue" {
  command = plan
  assert {
    condition     = alltrue([for name in ["feed-late", "load-late", "api-errors", "poll-dead-letters", "load-dead-letters"] : contains(output.alarms, "flight-tracker-${name}")])
    error_message = "Somebody is told."
  }
  assert {
    condition     = !anytrue([for step in output.next_steps : strcontains(step, "nobody is told")])
    error_message = "There is an address."
  }
}
