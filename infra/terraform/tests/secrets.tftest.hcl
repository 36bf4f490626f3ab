mock_provider "aws" {}

variables {
  context = {
    name               = "tracker"
    partition          = "aws"
    region             = "eu-central-1"
    account_id         = "123456789012"
    log_retention_days = 7
  }
  secrets = { kafka = { keys = ["username", "password"], remove_at_once = false, what_it_is = "Kafka" } }
}

run "a_secret_is_made_without_a_value" {
  command = plan
  module {
    source = "./modules/secrets"
  }
  assert {
    condition     = aws_secretsmanager_secret.this["kafka"].name == "tracker/kafka" && aws_secretsmanager_secret.this["kafka"].recovery_window_in_days == 7
    error_message = "Its name is what the functions refer to."
  }
  assert {
    condition     = strcontains(output.commands["kafka"], "put-secret-value --region eu-central-1 --secret-id tracker/kafka --secret-string file://")
    error_message = "The operator is told how to fill it, from a file."
  }
}

run "removed_at_once_its_name_is_free_again" {
  command = plan
  module {
    source = "./modules/secrets"
  }
  variables {
    secrets = { kafka = { keys = ["username", "password"], remove_at_once = true, what_it_is = "Kafka" } }
  }
  assert {
    condition     = aws_secretsmanager_secret.this["kafka"].recovery_window_in_days == 0
    error_message = "Else applying again fails for seven days."
  }
}
