# The most that a role of the deployment can ever do, whatever its policy says: what the functions and
# schedules need, on what is the deployment's own.
locals {
  boundary_arn = "arn:${local.partition}:iam::${local.account_id}:policy/${local.boundary_name}"
  # Not under the deployment's prefix for roles, which the deploy role may write.
  boundary_name = "${var.name}-boundary"

  most = concat(
    [for sid, allowed in {
      Buckets   = { actions = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"], resources = ["s3:::${var.name}-*"] }
      Logs      = { actions = ["logs:CreateLogStream", "logs:PutLogEvents"], resources = ["logs:${local.own}:log-group:/aws/lambda/${var.name}-*"] }
      Queues    = { actions = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], resources = ["sqs:${local.own}:${var.name}-*"] }
      Functions = { actions = ["lambda:InvokeFunction"], resources = ["lambda:${local.own}:function:${var.name}-*"] }
      } : {
      Sid      = sid, Effect = "Allow", Action = allowed.actions
      Resource = [for resource in allowed.resources : "arn:${local.partition}:${resource}"]
    }],
    [{ Sid = "Secrets", Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = concat(
      ["arn:${local.partition}:secretsmanager:${local.own}:secret:${var.name}/*"], var.existing_secret_arns,
    ) }],
    [for arns in [var.existing_parameter_arns] : { Sid = "Parameters", Effect = "Allow", Action = ["ssm:GetParameter"], Resource = arns } if length(arns) > 0],
    [for arn in var.kms_key_arn[*] : { Sid = "Key", Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = [arn] }],
    var.vpc ? [{ Sid = "Vpc", Effect = "Allow", Resource = ["*"], Action = [ # EC2 knows no resource for these
      "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs", "ec2:UnassignPrivateIpAddresses",
    ] }] : [],
  )
}

resource "aws_iam_policy" "boundary" {
  # checkov:skip=CKV_AWS_290:the wildcard is that of VPC network interfaces, where AWS has no narrower resource
  # checkov:skip=CKV_AWS_355:as above
  # checkov:skip=CKV_AWS_288:the data bucket is this deployment's own
  count       = var.boundary ? 1 : 0
  name        = local.boundary_name
  description = "The most that a role of ${var.name} can do"
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.most })
}

output "permissions_boundary_arn" {
  description = "For the variable permissions_boundary_arn of infra/terraform; null without one."
  value       = one(aws_iam_policy.boundary[*].arn)
}
