mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  repository   = "somebody/flight-tracker"
  state_bucket = "states"
}

run "each_role_is_taken_by_its_own_jobs" {
  command = plan
  assert {
    condition = { for name, role in aws_iam_role.this : name => jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] } == {
      deploy = "repo:somebody/flight-tracker:environment:production"
      plan   = "repo:somebody/flight-tracker:ref:refs/heads/main"
    }
    error_message = "Not by pull requests, not by forks."
  }
  assert {
    condition     = length(aws_iam_policy.boundary) == 1
    error_message = "There is a boundary unless it is switched off."
  }
}

run "with_a_key_and_a_vpc" {
  command = plan
  variables {
    kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/k"
    vpc                  = true
    existing_secret_arns = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:kafka-AbCdEf"]
  }
}

run "without_a_boundary" {
  command = plan
  variables {
    boundary = false
  }
  assert {
    condition     = length(aws_iam_policy.boundary) == 0
    error_message = "It is left to whoever approves."
  }
}
