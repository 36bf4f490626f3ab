terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.88, < 7" # write-only arguments
    }
    confluent = {
      source  = "confluentinc/confluent"
      version = ">= 2.0, < 3"
    }
  }
}
