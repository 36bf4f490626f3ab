# A role that GitHub Actions takes by OIDC: no key of AWS is kept at GitHub.
provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  issuer       = "token.actions.githubusercontent.com"
  account_id   = data.aws_caller_identity.current.account_id
  partition    = data.aws_partition.current.partition
  provider_arn = var.existing_provider_arn != null ? var.existing_provider_arn : "arn:${local.partition}:iam::${local.account_id}:oidc-provider/${local.issuer}"
}

resource "aws_iam_openid_connect_provider" "github" {
  count          = var.existing_provider_arn == null ? 1 : 0
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
  # AWS checks GitHub's certificate by its own store; the argument was required before provider 5.81.
  thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]
}

resource "aws_iam_role" "deploy" {
  name                 = "${var.name}-deploy"
  description          = "Deploys ${var.name} from ${var.repository}, environment ${var.environment}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      # Jobs of this repository in this environment only: not its pull requests, not its forks.
      Condition = { StringEquals = {
        "${local.issuer}:aud" = "sts.amazonaws.com"
        "${local.issuer}:sub" = "repo:${var.repository}:environment:${var.environment}"
      } }
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  # checkov:skip=CKV_AWS_289:it makes the roles of the functions, under its own prefix and never itself
  # checkov:skip=CKV_AWS_286:as above: DenySelf
  # checkov:skip=CKV_AWS_287:reading secrets' values is denied below
  # checkov:skip=CKV_AWS_290:services that know no resource for what is asked: NoResource below
  # checkov:skip=CKV_AWS_355:as above
  # checkov:skip=CKV_AWS_288:the data bucket is this deployment's own
  # checkov:skip=CKV_AWS_63:no statement allows every action
  # checkov:skip=CKV_AWS_62:as above
  name   = "deploy"
  role   = aws_iam_role.deploy.name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

output "role_arn" {
  description = "For `role-to-assume` of aws-actions/configure-aws-credentials."
  value       = aws_iam_role.deploy.arn
}
