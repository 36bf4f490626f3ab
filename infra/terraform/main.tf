data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account_id  = data.aws_caller_identity.current.account_id
  partition   = data.aws_partition.current.partition
  tags        = merge({ project = var.name }, var.tags)
  data_bucket = "${var.name}-data-${local.account_id}"
  context = {
    name               = var.name
    partition          = local.partition
    region             = var.region
    account_id         = local.account_id
    kms_key_arn        = var.kms_key_arn
    log_retention_days = var.log_retention_days
    boundary_arn       = var.permissions_boundary_arn
  }
}

module "storage" {
  source  = "./modules/storage"
  context = local.context
  storage = {
    data_bucket         = local.data_bucket
    website_bucket      = var.website_enabled ? "${var.name}-website-${local.account_id}" : null
    frame_days          = var.frame_days
    landing_days        = var.landing_days
    rejected_days       = var.rejected_days
    remove_with_content = var.remove_with_content
  }
}

module "secrets" {
  source  = "./modules/secrets"
  context = local.context
  secrets = local.made_secrets
}

module "function" {
  for_each = local.functions
  source   = "./modules/function"
  context  = local.context
  function = merge(each.value, { code_bucket = module.storage.data_bucket })
}

module "schedule" {
  for_each = local.schedules
  source   = "./modules/schedule"
  context  = local.context
  schedule = merge(each.value, {
    name                     = each.key
    function_name            = module.function[each.value.package].name
    function_arn             = "${local.functions_arn}-${replace(each.value.package, "_", "-")}"
    function_timeout_seconds = local.functions[each.value.package].timeout_seconds
  })
}

module "stream" {
  count   = var.kafka_trigger == "event_source_mapping" ? 1 : 0
  source  = "./modules/stream"
  context = local.context
  stream = {
    bootstrap_servers    = var.kafka_bootstrap_servers
    security_protocol    = var.kafka_security_protocol
    sasl_mechanism       = var.kafka_sasl_mechanism
    secret_arn           = local.uses_sasl ? (local.makes_kafka ? module.secrets.arns["kafka"] : var.kafka_secret_arn) : null
    topics               = { states = var.kafka_topic, rejected = var.kafka_rejected_topic }
    function_name        = module.function["consume_batch"].name
    batch_records        = var.kafka_batch.records
    batch_window_seconds = var.kafka_batch.window_seconds
    starting_position    = var.kafka_batch.starting_position
    failed_batches_arn   = var.kafka_batch.when_failed == "bucket" ? local.data_arn : null
    pollers              = var.kafka_batch.pollers
    vpc                  = var.vpc
    enabled              = true
  }
}

module "http_api" {
  source  = "./modules/http_api"
  context = local.context
  api = {
    kind                = var.api_kind
    function_name       = module.function["api"].name
    invoke_arn          = module.function["api"].invoke_arn
    signed_only         = local.signs
    requests_per_second = var.api_requests_per_second
    burst               = var.api_burst
  }
}

module "website" {
  count   = var.website_enabled ? 1 : 0
  source  = "./modules/website"
  context = local.context
  website = {
    bucket          = module.storage.website
    folder          = var.website_folder
    api             = { domain = module.http_api.domain, signed = local.signs, function_name = module.function["api"].name }
    domain_name     = var.domain_name
    certificate_arn = local.certificate_arn
    hosted_zone_id  = var.hosted_zone_id
    price_class     = var.price_class
    tile_origins    = var.tile_origins
    embed_origins   = var.embed_origins
  }
}

module "lakehouse" {
  count     = var.lakehouse == "databricks" ? 1 : 0
  source    = "./modules/lakehouse"
  lakehouse = merge(var.databricks, { name = var.name, remove_with_content = var.remove_with_content })
}

module "observability" {
  source  = "./modules/observability"
  context = local.context
  watched = local.watched
  alarms  = local.alarms
}
