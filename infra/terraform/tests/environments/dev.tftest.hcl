# With -var-file=environments/dev.tfvars; tests/infra/test_terraform.py runs it.
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
}

run "dev_is_small_and_goes_with_its_content" {
  command = plan
  assert {
    condition     = keys(module.function) == ["api", "consume_batch", "poll_opensky"]
    error_message = "Without a lakehouse nothing loads."
  }
  assert {
    condition     = module.schedule["poll"].expression == "rate(1 minute)" && module.schedule["poll"].delays_seconds == tolist([0])
    error_message = "Once a minute."
  }
  assert {
    condition     = local.functions["poll_opensky"].reserved_concurrency == null && var.remove_with_content
    error_message = "A new account may not reserve."
  }
  assert {
    condition     = length(module.website) == 1 && length(module.stream) == 1 && length(module.lakehouse) == 0
    error_message = "The whole path but the lakehouse."
  }
}

run "kafkas_secret_is_made_and_referred_to_by_name" {
  command = plan
  assert {
    condition = (
      local.environment.poll_opensky["KAFKA_SASL_PASSWORD"] == "secretsmanager:flight-tracker-dev/kafka#password"
      && contains(keys(local.made_secrets), "kafka")
    )
    error_message = "No secret stands in an environment."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : strcontains(step, "put-secret-value") && strcontains(step, "flight-tracker-dev/kafka")])
    error_message = "The operator is told to fill it."
  }
  assert {
    condition     = anytrue([for step in output.next_steps : strcontains(step, "nobody is told")])
    error_message = "Alarms without an address."
  }
}

run "the_alerts_address_among_the_settings_is_refused" {
  command = plan
  variables {
    settings = { ALERT_WEBHOOK_URL = "https://hooks.example.org/hunter2" }
  }
  expect_failures = [var.settings]
}

run "a_setting_that_there_is_not_is_refused" {
  command = plan
  variables {
    settings = { SIMULATION_AIRCRAFTS = "10" }
  }
  expect_failures = [var.settings]
}

run "a_secret_among_the_settings_is_refused" {
  command = plan
  variables {
    settings = { OPENSKY_CLIENT_SECRET = "hunter2" }
  }
  expect_failures = [var.settings]
}

run "a_secret_that_is_no_reference_is_refused" {
  command = plan
  variables {
    secret_references = { api = { INGEST_API_KEYS = "hunter2" } }
  }
  expect_failures = [var.secret_references]
}

run "a_secret_of_another_function_is_refused" {
  command = plan
  variables {
    secret_references = { poll_opensky = { DATABRICKS_TOKEN = "ssm:/a/b" } }
  }
  expect_failures = [var.secret_references]
}

run "a_missing_package_is_a_sentence" {
  command = plan
  variables {
    packages_folder = "tests/nowhere"
  }
  expect_failures = [var.packages_folder]
}

run "arm64_without_its_packages_is_a_sentence" {
  command = plan
  variables {
    architecture    = "arm64"
    packages_folder = "tests/packages/arm64" # which has no folder arm64 of its own
  }
  expect_failures = [var.packages_folder]
}

run "a_missing_page_is_a_sentence" {
  command = plan
  variables {
    website_folder = "tests/nowhere"
  }
  expect_failures = [var.website_folder]
}

run "a_scheduled_pull_stands_in_for_a_trigger" {
  command = plan
  variables {
    kafka_trigger = "schedule"
  }
  assert {
    condition     = contains(keys(module.function), "pull") && module.schedule["pull"].expression == "rate(1 minute)"
    error_message = "The package pull, every minute."
  }
  assert {
    condition     = length(module.stream) == 0
    error_message = "No trigger beside it: both would consume."
  }
  assert {
    condition     = contains(output.alarms, "flight-tracker-dev-consumer-lag")
    error_message = "It says itself how far it is behind."
  }
}

run "a_poll_elsewhere_is_not_called_here_and_still_watched" {
  command = plan
  variables {
    poll_runs = "elsewhere"
  }
  assert {
    condition     = !local.schedules.poll.enabled && local.watched.poll_runs == "elsewhere"
    error_message = "Only one of them polls."
  }
}

run "a_scheduled_pull_without_its_package_is_a_sentence" {
  command = plan
  variables {
    kafka_trigger   = "schedule"
    packages_folder = "tests/packages/without_pull"
  }
  expect_failures = [var.kafka_trigger]
}

run "a_trigger_that_cannot_reach_its_brokers_is_refused" {
  command = plan
  variables {
    kafka_security_protocol = "PLAINTEXT"
  }
  expect_failures = [var.kafka_trigger]
}

run "brokers_with_a_protocol_before_them_are_refused" {
  command = plan
  variables {
    kafka_bootstrap_servers = "SASL_SSL://broker.example.org:9092"
  }
  expect_failures = [var.kafka_bootstrap_servers]
}

run "a_certificate_of_another_region_is_refused" {
  command = plan
  variables {
    domain_name     = "flights.example.org"
    certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/c"
  }
  expect_failures = [var.certificate_arn]
}

run "a_lakehouse_without_credentials_is_refused" {
  command = plan
  variables {
    lakehouse  = "existing"
    databricks = { server_hostname = "dbc.example.org", http_path = "/sql/1.0/warehouses/1" }
  }
  expect_failures = [var.lakehouse]
}

run "values_that_cannot_work_are_refused" {
  command = plan
  variables {
    poll_reserved_concurrency = 0
    function_sizes            = { api = { timeout_seconds = 60 } }
    kafka_batch               = { pollers = { min = 2, max = 1 } }
    kafka_partitions          = 0
    kafka_retention_hours     = 0
    kms_key_arn               = "alias/tracker"
    alarm_email               = "somebody"
    permissions_boundary_arn  = "boundary"
    hosted_zone_id            = "Z1"
    databricks                = { landing = "external" }
    created_secrets           = { poll_opensky = ["OPENSKY_CLIENT_SECRET"] }
    secret_references         = { poll_opensky = { OPENSKY_CLIENT_SECRET = "ssm:/opensky" } }
  }
  expect_failures = [
    var.poll_reserved_concurrency, var.function_sizes, var.kafka_batch, var.kafka_partitions, var.kafka_retention_hours,
    var.kms_key_arn, var.permissions_boundary_arn, var.alarm_email, var.domain_name, var.databricks, var.secret_references,
  ]
}

run "values_that_do_not_go_together_are_refused" {
  command = plan
  variables {
    function_sizes          = { poll_opensky = { timeout_seconds = 90 } }
    kafka_security_protocol = "SASL_PLAINTEXT"
    vpc                     = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    website_enabled         = false
    domain_name             = "flights.example.org"
    hosted_zone_id          = "Z1"
    api_kind                = "function_url"
  }
  expect_failures = [var.function_sizes, var.kafka_trigger, var.domain_name, var.api_kind]
}

run "a_load_that_would_meet_the_next_one_is_refused" {
  command = plan
  variables {
    lakehouse             = "existing"
    load_interval_seconds = 600
    databricks            = { server_hostname = "dbc.example.org", http_path = "/sql/1.0/warehouses/1" }
    created_secrets       = { load = ["DATABRICKS_TOKEN"], api = ["DATABRICKS_TOKEN"] }
  }
  expect_failures = [var.load_interval_seconds]
}

run "a_signed_function_url_takes_no_ingest" {
  command = plan
  variables {
    api_kind        = "function_url"
    created_secrets = { api = ["INGEST_API_KEYS"] }
  }
  expect_failures = [var.api_kind]
}

run "wheels_that_the_runtime_cannot_load_are_refused" {
  command = plan
  variables {
    packages_folder = "tests/packages/too_new_wheels"
  }
  expect_failures = [output.functions]
}

run "in_a_vpc_and_with_a_key_of_ones_own" {
  command = plan
  variables {
    vpc         = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/k"

    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/flight-tracker-dev-boundary"
  }
  assert {
    condition     = alltrue([for f in local.functions : f.vpc.subnet_ids == tolist(["subnet-1"])])
    error_message = "Every function."
  }
}
