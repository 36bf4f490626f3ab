# What each function may do. ARNs are made of names, so that a plan shows them before anything is there.
locals {
  data_arn      = "arn:${local.partition}:s3:::${local.data_bucket}"
  arn_tail      = "${var.region}:${local.account_id}"
  functions_arn = "arn:${local.partition}:lambda:${local.arn_tail}:function:${var.name}"

  # Reading a key that is not there answers 404 only to those who may list; else 403, which is an error.
  # A condition on the prefix would not do: it is not part of such a request.
  list = { sid = "ListBucket", actions = ["s3:ListBucket"], resources = [local.data_arn] }

  objects = {
    poll_opensky = {
      reads  = ["state/feed.json", "state/schedule.json"]
      writes = ["state/feed.json"]
    }
    consume_batch = {
      reads  = ["state/feed.json", "live/*"]
      writes = ["live/*", "frames/*", "landing/*", "rejected/*"]
    }
    load = { # and the jobs that its events name
      reads  = ["state/*", "landing/*", "live/*", "rejected/*"]
      writes = concat(["reports/*", "state/completeness/*", "state/landing_days.json.z"], [for name in ["lakehouse", "refresh", "incidents", "reconcile", "retried", "schedule"] : "state/${name}.json"])
    }
    api = {
      reads  = ["state/*", "live/*", "frames/*", "reports/*"]
      writes = []
    }
  }
  may_store = { for function, keys in merge(local.objects, { pull = local.objects.consume_batch }) : function => concat(
    [local.list],
    [{ sid = "ReadObjects", actions = ["s3:GetObject"], resources = [for key in keys.reads : "${local.data_arn}/${key}"] }],
    [for written in [keys.writes] : { sid = "WriteObjects", actions = ["s3:PutObject"], resources = [for key in written : "${local.data_arn}/${key}"] } if length(written) > 0],
  ) }

  # A secret's ARN ends in six characters that Secrets Manager chooses.
  kafka_arn = local.makes_kafka ? "arn:${local.partition}:secretsmanager:${local.arn_tail}:secret:${var.name}/kafka-??????" : var.kafka_secret_arn
  referred = { for function, references in local.secrets : function => {
    secrets = distinct(concat(
      length(lookup(var.created_secrets, function, [])) == 0 ? [] : ["arn:${local.partition}:secretsmanager:${local.arn_tail}:secret:${var.name}/${replace(function, "_", "-")}-??????"],
      [for value in values(lookup(var.secret_references, function, {})) : split("#", trimprefix(value, "secretsmanager:"))[0] if startswith(value, "secretsmanager:")],
    ))
    parameters = [for value in values(references) : "arn:${local.partition}:ssm:${local.arn_tail}:parameter/${trimprefix(split("#", trimprefix(value, "ssm:"))[0], "/")}" if startswith(value, "ssm:")]
  } }
  may_know = { for function in keys(local.environment) : function => concat(
    [for arns in [concat(
      local.uses_sasl ? [local.kafka_arn] : [],
      try(local.referred[function].secrets, []),
    )] : { sid = "ReadSecrets", actions = ["secretsmanager:GetSecretValue"], resources = arns } if length(arns) > 0],
    [for arns in [try(local.referred[function].parameters, [])] : { sid = "ReadParameters", actions = ["ssm:GetParameter"], resources = arns } if length(arns) > 0],
  ) }

  queue_arn = "arn:${local.partition}:sqs:${local.arn_tail}:${var.name}"
  may_call = {
    poll_opensky = var.poll_delivery == "queue" ? [{
      sid       = "TakeTicks"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = ["${local.queue_arn}-poll-ticks"]
    }] : [merge(local.bury, { resources = ["${local.queue_arn}-poll-dead-letters"] })]
    pull = [merge(local.bury, { resources = ["${local.queue_arn}-pull-dead-letters"] })]
    load = [merge(local.bury, { resources = ["${local.queue_arn}-load-dead-letters"] })]
    # Lambda keeps a batch that failed too often with the function's own rights.
    consume_batch = var.kafka_trigger == "event_source_mapping" && var.kafka_batch.when_failed == "bucket" ? [{
      sid       = "KeepFailedBatches"
      actions   = ["s3:PutObject"]
      resources = ["${local.data_arn}/aws/lambda/*"]
    }] : []
    api = []
  }
  bury = { sid = "SendDeadLetters", actions = ["sqs:SendMessage"], resources = [] }

  statements = { for function in keys(local.environment) : function => concat(local.may_store[function], local.may_know[function], local.may_call[function]) }
}
