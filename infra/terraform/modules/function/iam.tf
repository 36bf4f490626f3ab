resource "aws_iam_role" "this" {
  name                 = local.name
  permissions_boundary = var.context.boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

locals {
  own_log = {
    sid       = "WriteOwnLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_arn}:log-stream:*"] # Lambda names the streams
  }
  own_key = [for arn in var.context.kms_key_arn[*] : {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [arn]
  }]
  # EC2 knows no resource for these: AWS asks for the wildcard (managed policies
  # AWSLambdaVPCAccessExecutionRole and, for the VPC and its security groups, AWSLambdaMSKExecutionRole:
  # a Kafka trigger looks at them with the function's rights).
  own_network = [for vpc in var.function.vpc[*] : {
    sid = "UseVpc"
    actions = [
      "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
      "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["*"]
  }]
  statements = concat([local.own_log], local.own_key, local.own_network, var.function.statements)
}

resource "aws_iam_role_policy" "this" {
  # checkov:skip=CKV_AWS_290:the only wildcard is that of VPC network interfaces, where AWS has no narrower resource
  # checkov:skip=CKV_AWS_355:as above
  name = local.name
  role = aws_iam_role.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for s in local.statements : {
      Sid      = s.sid
      Effect   = "Allow"
      Action   = s.actions
      Resource = s.resources
    }]
  })
}
