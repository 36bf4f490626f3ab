# What the deploy role may: the resources are the deployment's own, by its prefix.
locals {
  own   = "${var.region}:${local.account_id}"
  state = "arn:${local.partition}:s3:::${var.state_bucket}"

  # Every action of a service, because Terraform makes, reads, changes and removes all of a kind.
  by_prefix = {
    Functions = { actions = ["lambda:*"], resources = ["lambda:${local.own}:function:${var.name}-*"] }
    Queues    = { actions = ["sqs:*"], resources = ["sqs:${local.own}:${var.name}-*"] }
    Schedules = { actions = ["scheduler:*"], resources = ["scheduler:${local.own}:schedule/${var.name}-*/*", "scheduler:${local.own}:schedule-group/${var.name}-*"] }
    Buckets   = { actions = ["s3:*"], resources = ["s3:::${var.name}-*", "s3:::${var.name}-*/*"] }
    Logs      = { actions = ["logs:*"], resources = ["logs:${local.own}:log-group:/aws/lambda/${var.name}-*", "logs:${local.own}:log-group:/aws/apigateway/${var.name}-*"] }
    Alarms    = { actions = ["cloudwatch:*"], resources = ["cloudwatch:${local.own}:alarm:${var.name}-*", "cloudwatch::${local.account_id}:dashboard/${var.name}"] }
    Topics    = { actions = ["sns:*"], resources = ["sns:${local.own}:${var.name}-*"] }
    Secrets   = { actions = ["secretsmanager:*"], resources = ["secretsmanager:${local.own}:secret:${var.name}/*"] }
    Budgets   = { actions = ["budgets:*"], resources = ["budgets::${local.account_id}:budget/${var.name}-*"] }
  }

  role_arns = ["arn:${local.partition}:iam::${local.account_id}:role/${var.name}-*"]
  # Whoever may write a role's policy may write anything into it. The boundary holds whatever is
  # written: a role without it cannot be made, and it cannot be taken off.
  bounded = var.boundary ? { StringEquals = { "iam:PermissionsBoundary" = local.boundary_arn } } : null
  roles = [
    merge({ Sid = "MakeRoles", Effect = "Allow", Resource = local.role_arns, Action = [
      "iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary",
    ] }, local.bounded == null ? {} : { Condition = local.bounded }),
    { Sid = "KeepRoles", Effect = "Allow", Resource = local.role_arns, Action = [
      "iam:DeleteRole", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
      "iam:ListRoleTags", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
    ] },
    { Sid = "GiveRoles", Effect = "Allow", Resource = local.role_arns, Action = ["iam:PassRole"], Condition = {
      StringEquals = { "iam:PassedToService" = ["lambda.amazonaws.com", "scheduler.amazonaws.com"] }
    } },
  ]
  # A mapping is named by an id that Lambda chooses; it is ours by the function that it calls.
  mappings = [
    { Sid = "Mappings", Effect = "Allow", Action = [
      "lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping",
      ], Resource = ["*"], Condition = {
      ArnLike = { "lambda:FunctionArn" = "arn:${local.partition}:lambda:${local.own}:function:${var.name}-*" }
    } },
    { Sid = "TagMappings", Effect = "Allow", Action = ["lambda:ListTags", "lambda:TagResource", "lambda:UntagResource"], Resource = [
      "arn:${local.partition}:lambda:${local.own}:event-source-mapping:*", # ids, as above
    ] },
  ]

  # A certificate is named by an id, a change of a record likewise; the zone is the one that was given.
  domain = [for zone in var.hosted_zone_id[*] : {
    Sid = "Domain", Effect = "Allow", Action = [
      "acm:RequestCertificate", "acm:DescribeCertificate", "acm:DeleteCertificate", "acm:ListTagsForCertificate", "acm:AddTagsToCertificate",
      "route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:GetHostedZone", "route53:GetChange",
      ], Resource = [
      "arn:${local.partition}:acm:us-east-1:${local.account_id}:certificate/*", "arn:${local.partition}:route53:::hostedzone/${zone}", "arn:${local.partition}:route53:::change/*",
    ]
  }]

  # Only where the deployment has them.
  key = [for arn in var.kms_key_arn[*] : {
    Sid = "Key", Effect = "Allow", Action = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"], Resource = [arn]
  }]
  vpc = var.vpc ? [{
    Sid = "Vpc", Effect = "Allow", Resource = ["*"], Action = [ # EC2 knows no resource for these
      "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
    ]
  }] : []

  statements = concat(
    local.domain,
    local.roles,
    local.mappings,
    local.key,
    local.vpc,
    [for sid, allowed in local.by_prefix : {
      Sid      = sid, Effect = "Allow", Action = allowed.actions
      Resource = [for resource in allowed.resources : "arn:${local.partition}:${resource}"]
    }],
    [
      # These name their things by an id that they choose: no prefix can be asked for.
      { Sid = "NoPrefix", Effect = "Allow", Action = ["apigateway:*", "cloudfront:*"], Resource = [
        "arn:${local.partition}:apigateway:${var.region}::/*", "arn:${local.partition}:cloudfront::${local.account_id}:*",
      ] },
      # These know no resource for what Terraform asks.
      { Sid = "NoResource", Effect = "Allow", Resource = ["*"], Action = [
        "cloudfront:List*", "cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource", "lambda:GetEventSourceMapping", "lambda:ListEventSourceMappings",
        "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
        "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery", "sns:Unsubscribe", "sts:GetCallerIdentity",
      ] },
      { Sid = "State", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = ["${local.state}/${var.state_key}", "${local.state}/${var.state_key}.tflock"] },
      { Sid = "FindState", Effect = "Allow", Action = ["s3:ListBucket"], Resource = [local.state] },
      # Deploying needs no secret's value, and must not change who may deploy.
      { Sid = "DenyValues", Effect = "Deny", Action = ["secretsmanager:GetSecretValue", "ssm:GetParameter*"], Resource = ["*"] },
      { Sid = "DenySelf", Effect = "Deny", Action = ["iam:*"], Resource = [for name in ["deploy", "plan"] : "arn:${local.partition}:iam::${local.account_id}:role/${var.name}-${name}"] },
    ],
  )
}
