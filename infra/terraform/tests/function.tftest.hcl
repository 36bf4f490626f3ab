mock_provider "aws" {}

variables {
  context = {
    name               = "tracker"
    partition          = "aws"
    region             = "eu-central-1"
    account_id         = "123456789012"
    log_retention_days = 7
  }
  function = {
    name            = "poll_opensky"
    code_bucket     = "tracker-data"
    memory_mb       = 512
    timeout_seconds = 30
    environment     = { KAFKA_TOPIC = "flights.states" }
    statements      = [{ sid = "ReadFeed", actions = ["s3:GetObject"], resources = ["arn:aws:s3:::tracker-data/state/feed.json"] }]
    package = {
      file         = "tests/packages/poll_opensky.zip"
      handler      = "main.handler"
      runtime      = "python3.13"
      architecture = "arm64"
      sha256       = "8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85"
    }
  }
}

run "it_is_what_the_package_says" {
  command = plan
  module {
    source = "./modules/function"
  }
  assert {
    condition = (
      aws_lambda_function.this.function_name == "tracker-poll-opensky"
      && aws_lambda_function.this.handler == "main.handler"
      && aws_lambda_function.this.runtime == "python3.13"
      && aws_lambda_function.this.architectures[0] == "arm64"
    )
    error_message = "Name, handler, runtime and architecture come from the package."
  }
  assert {
    condition     = endswith(aws_lambda_function.this.s3_key, "8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85.zip")
    error_message = "Another package is another object."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/tracker-poll-opensky" && aws_cloudwatch_log_group.this.retention_in_days == 7
    error_message = "The log group is the function's own, with the retention given."
  }
}

run "its_role_writes_its_own_log_and_does_what_it_was_given" {
  command = plan
  module {
    source = "./modules/function"
  }
  assert {
    condition     = [for s in jsondecode(aws_iam_role_policy.this.policy).Statement : s.Sid] == ["WriteOwnLog", "ReadFeed"]
    error_message = "No more statements than these."
  }
  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[0].Resource == ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/tracker-poll-opensky:log-stream:*"]
    error_message = "It writes no other log."
  }
}

run "a_missing_package_is_a_sentence" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    function = {
      name            = "poll_opensky"
      code_bucket     = "tracker-data"
      memory_mb       = 512
      timeout_seconds = 30
      environment     = {}
      statements      = []
      package = {
        file = "tests/packages/nowhere.zip", handler = "main.handler", runtime = "python3.13", architecture = "arm64", sha256 = "00"
      }
    }
  }
  expect_failures = [var.function]
}

run "a_package_that_packages_json_does_not_know_is_refused" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    function = {
      name            = "poll_opensky"
      code_bucket     = "tracker-data"
      memory_mb       = 512
      timeout_seconds = 30
      environment     = {}
      statements      = []
      package = {
        file = "tests/packages/poll_opensky.zip", handler = "main.handler", runtime = "python3.13", architecture = "arm64", sha256 = "00"
      }
    }
  }
  expect_failures = [aws_s3_object.package]
}

run "a_wildcard_alone_is_refused" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    function = {
      name            = "poll_opensky"
      code_bucket     = "tracker-data"
      memory_mb       = 512
      timeout_seconds = 30
      environment     = {}
      statements      = [{ sid = "All", actions = ["s3:GetObject"], resources = ["*"] }]
      package = {
        file   = "tests/packages/poll_opensky.zip", handler = "main.handler", runtime = "python3.13", architecture = "arm64",
        sha256 = "8739c76e681f900923b900c9df0ef75cf421d39cabb54650c4b9ad19b6a76d85"
      }
    }
  }
  expect_failures = [var.function]
}
