mock_provider "aws" {}

variables {
  context = {
    name               = "tracker"
    partition          = "aws"
    region             = "eu-central-1"
    account_id         = "123456789012"
    log_retention_days = 7
  }
  storage = {
    data_bucket = "tracker-data", website_bucket = "tracker-website", frame_days = 1, landing_days = 7, rejected_days = 30, remove_with_content = false
  }
}

run "both_buckets_are_private_and_encrypted" {
  command = plan
  module {
    source = "./modules/storage"
  }
  assert {
    condition = alltrue([for b in aws_s3_bucket_public_access_block.this :
    b.block_public_acls && b.block_public_policy && b.ignore_public_acls && b.restrict_public_buckets]) && length(aws_s3_bucket_public_access_block.this) == 2
    error_message = "Nothing of them is public."
  }
  assert {
    condition     = keys(aws_s3_bucket_server_side_encryption_configuration.this) == ["data", "website"]
    error_message = "Both are encrypted."
  }
  assert {
    condition     = jsondecode(aws_s3_bucket_policy.data.policy).Statement[0].Effect == "Deny"
    error_message = "Without TLS nothing is answered."
  }
}

run "what_is_derived_expires_and_what_is_current_stays" {
  command = plan
  module {
    source = "./modules/storage"
  }
  assert {
    condition = { for r in aws_s3_bucket_lifecycle_configuration.data.rule : r.filter[0].prefix => r.expiration[0].days if length(r.expiration) > 0 } == {
      "frames/" = 1, "landing/" = 7, "rejected/" = 30, "aws/lambda/" = 30
    }
    error_message = "live/, state/ and packages/ never expire."
  }
}

run "without_a_website_there_is_one_bucket" {
  command = plan
  module {
    source = "./modules/storage"
  }
  variables {
    storage = { data_bucket = "tracker-data", frame_days = 1, landing_days = 7, rejected_days = 30, remove_with_content = true }
  }
  assert {
    condition     = keys(aws_s3_bucket.this) == ["data"] && aws_s3_bucket.this["data"].force_destroy
    error_message = "The data bucket alone, which goes with its content."
  }
}

run "half_a_day_is_refused" {
  command = plan
  module {
    source = "./modules/storage"
  }
  variables {
    storage = { data_bucket = "d", frame_days = 0.5, landing_days = 7, rejected_days = 30, remove_with_content = true }
  }
  expect_failures = [var.storage]
}
