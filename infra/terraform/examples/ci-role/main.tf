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

# Who may take which role: jobs of this repository only; not its pull requests, not its forks.
locals {
  subjects = {
    deploy = "environment:${var.environment}"    # whose protection rules say who approves
    plan   = "ref:refs/heads/${var.plan_branch}" # what is merged
  }
}

resource "aws_iam_role" "this" {
  for_each             = local.subjects
  name                 = "${var.name}-${each.key}"
  description          = "${each.key} of ${var.name} from ${var.repository}, ${each.value}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = local.provider_arn }
      Condition = { StringEquals = {
        "${local.issuer}:aud" = "sts.amazonaws.com"
        "${local.issuer}:sub" = "repo:${var.repository}:${each.value}"
      } }
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  # checkov:skip=CKV_AWS_289:it makes the roles of the functions, under its own prefix, within the boundary and never itself
  # checkov:skip=CKV_AWS_286:as above: DenySelf
  # checkov:skip=CKV_AWS_287:reading secrets' values is denied below
  # checkov:skip=CKV_AWS_290:services that know no resource for what is asked: NoResource below
  # checkov:skip=CKV_AWS_355:as above
  # checkov:skip=CKV_AWS_288:the data bucket is this deployment's own
  # checkov:skip=CKV_AWS_63:no statement allows every action
  # checkov:skip=CKV_AWS_62:as above
  name   = "deploy"
  role   = aws_iam_role.this["deploy"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

# The plan of .github/workflows/ci.yml begins with nothing: it asks AWS for the account and no more.
resource "aws_iam_role_policy" "plan" {
  name = "plan"
  role = aws_iam_role.this["plan"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Sid = "WhoAmI", Effect = "Allow", Action = ["sts:GetCallerIdentity"], Resource = ["*"] }, # it knows no resource
  ] })
}

output "role_arn" {
  description = "For `role-to-assume` of aws-actions/configure-aws-credentials."
  value       = aws_iam_role.this["deploy"].arn
}

output "plan_role_arn" {
  description = "For the repository's variable AWS_PLAN_ROLE."
  value       = aws_iam_role.this["plan"].arn
}
