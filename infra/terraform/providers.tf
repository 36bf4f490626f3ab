# An emulator's address comes from AWS_ENDPOINT_URL in the environment, credentials likewise.
provider "aws" {
  region            = var.region
  s3_use_path_style = var.s3_use_path_style
  default_tags {
    tags = local.tags
  }
}

# CloudFront takes certificates of this region only.
provider "aws" {
  alias             = "us_east_1"
  region            = "us-east-1"
  s3_use_path_style = var.s3_use_path_style
  default_tags {
    tags = local.tags
  }
}

# Host and credentials from DATABRICKS_HOST, DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET.
# Nothing is asked of it unless lakehouse = "databricks".
provider "databricks" {}
