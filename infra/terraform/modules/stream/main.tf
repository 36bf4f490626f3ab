# Lambda polls Kafka itself: at least once, in the order of each partition, one batch of a partition
# at a time. What a record is worth is the function's affair: a bad one becomes a dead letter there.
locals {
  sasl_types = {
    "PLAIN"         = "BASIC_AUTH"
    "SCRAM-SHA-256" = "SASL_SCRAM_256_AUTH"
    "SCRAM-SHA-512" = "SASL_SCRAM_512_AUTH"
  }
  sasl = startswith(var.stream.security_protocol, "SASL") ? [{
    type = local.sasl_types[var.stream.sasl_mechanism]
    uri  = var.stream.secret_arn
  }] : []
  network = flatten([for vpc in var.stream.vpc[*] : [
    [for id in vpc.subnet_ids : { type = "VPC_SUBNET", uri = "subnet:${id}" }],
    [for id in vpc.security_group_ids : { type = "VPC_SECURITY_GROUP", uri = "security_group:${id}" }],
  ]])
}

resource "aws_lambda_event_source_mapping" "topic" {
  for_each          = var.stream.topics # a mapping takes one topic
  function_name     = var.stream.function_name
  topics            = [each.value]
  starting_position = var.stream.starting_position
  batch_size        = var.stream.batch_records
  enabled           = var.stream.enabled

  maximum_batching_window_in_seconds = var.stream.batch_window_seconds

  self_managed_event_source {
    endpoints = { KAFKA_BOOTSTRAP_SERVERS = var.stream.bootstrap_servers }
  }
  self_managed_kafka_event_source_config {
    consumer_group_id = "${var.context.name}-consume-${each.value}" # no two mappings may share one
  }

  dynamic "source_access_configuration" {
    for_each = concat(local.sasl, local.network)
    content {
      type = source_access_configuration.value.type
      uri  = source_access_configuration.value.uri
    }
  }
  dynamic "destination_config" {
    for_each = var.stream.failed_batches_arn[*]
    content {
      on_failure {
        destination_arn = destination_config.value
      }
    }
  }
  dynamic "provisioned_poller_config" {
    for_each = var.stream.pollers[*]
    content {
      minimum_pollers = provisioned_poller_config.value.min
      maximum_pollers = provisioned_poller_config.value.max
    }
  }
}
